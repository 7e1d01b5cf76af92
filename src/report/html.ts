/**
 * The report of a run as one page that needs nothing else.
 *
 * @module
 */
import { lineChart } from "./chart.ts";
import type { EpochMetrics } from "./metrics_file.ts";

/** What a report shows. */
export interface Report {
  /** Name of the run. */
  readonly title: string;
  /** Its configuration. */
  readonly config: object;
  /** Its epochs, one or more. */
  readonly epochs: readonly EpochMetrics[];
}

const NO_CURVE = ["epoch", "seconds", "samplesPerSecond"];

/**
 * Writes the page: a curve for the loss and each metric, of training and validation, and the same as a table.
 *
 * @param report What it shows.
 * @returns The page's HTML.
 */
export async function reportPage({ title, config, epochs }: Report): Promise<string> {
  const names = Object.keys(epochs[0] ?? {});
  const settings = Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]);
  const values = epochs.map((epoch) =>
    names.map((name) => name === "epoch" ? `${epoch.epoch + 1}` : numberText(epoch[name]))
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
figure { display: inline-block; margin: 0 1rem 1rem 0; }
svg { max-width: 100%; height: auto; border-radius: 0.5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.1rem 0.8rem 0.1rem 0; text-align: right; }
tr > :first-child { text-align: left; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${await curves(epochs)}
<h2>Epochs</h2>
${table(names, values)}
<h2>Configuration</h2>
${table(["choice", "value"], settings)}
</body>
</html>
`;
}

/**
 * Draws the curves of a run: one for the loss and each metric, of training and validation.
 *
 * @param epochs Its epochs.
 * @returns HTML, a figure for each.
 */
export async function curves(epochs: readonly EpochMetrics[]): Promise<string> {
  const names = Object.keys(epochs[0] ?? {})
    .filter((name) => !NO_CURVE.includes(name) && !name.startsWith("val_"));
  return (await Promise.all(names.map((name) => curveOf(name, epochs)))).join("\n");
}

async function curveOf(name: string, epochs: readonly EpochMetrics[]): Promise<string> {
  const series = [[name, "training"], [`val_${name}`, "validation"]] as const;
  const points = series.flatMap(([key, line]) =>
    epochs.filter((epoch) => typeof epoch[key] === "number")
      .map((epoch) => ({ series: line, x: epoch.epoch + 1, y: epoch[key] ?? NaN }))
  );
  const svg = await lineChart({
    title: name,
    xTitle: "epoch",
    yTitle: name,
    x: "quantitative",
    y: "linear",
    points,
  });
  const label = `role="img" aria-label="${escapeHtml(name)} over the epochs"`;
  return `<figure>${svg.replace("<svg ", `<svg ${label} `)}</figure>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  return [
    "<table>",
    row(head, "th"),
    ...rows.map((cells) => row(cells, "td")),
    "</table>",
  ].join("\n");
}

function numberText(value: number | null | undefined): string {
  return typeof value === "number" ? value.toFixed(4) : "";
}

/**
 * Text as HTML shows it.
 *
 * @param text The text.
 * @returns The same without anything that HTML takes for markup.
 */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => names[character] ?? character);
}
