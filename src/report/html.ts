/**
 * The report of a run as one page that needs nothing else.
 *
 * @module
 */
import { lineChart } from "./chart.ts";
import { formatAmount, formatNumber } from "./format.ts";
import type { EpochMetrics } from "../run/metrics_file.ts";
import { valueName } from "./names.ts";
import { predictionChart, residualChart } from "./residual_charts.ts";
import { settingsOf } from "./settings.ts";
import type { Residuals } from "../training/residuals.ts";

/** What a report shows. */
export interface Report {
  /** Name of the run. */
  readonly title: string;
  /** Its configuration. */
  readonly config: object;
  /** Its epochs, one or more. */
  readonly epochs: readonly EpochMetrics[];
  /** Names of the classes of its data. @default their numbers */
  readonly classNames?: readonly string[];
  /** What its model says of test samples, of each output; for a regression. @default none */
  readonly residuals?: readonly Residuals[];
}

/** What was measured of an epoch besides its values. */
const MEASURED = ["seconds", "samplesPerSecond"];

/**
 * Writes the page: a curve for the loss and each metric, of training and validation, and the same as a table; between
 * them, of a regression, predictions and residuals.
 *
 * @param report What it shows.
 * @returns The page's HTML.
 */
export async function reportPage(
  { title, config, epochs, classNames = [], residuals = [] }: Report,
): Promise<string> {
  const keys = Object.keys(epochs[0] ?? {});
  const names = keys.map((key) => valueName(key, classNames));
  const values = epochs.map((epoch) => keys.map((key) => valueText(key, epoch)));
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
th, td { padding: 0.1rem 0.8rem 0.1rem 0; text-align: left; vertical-align: top; }
th { vertical-align: bottom; }
.numbers { overflow-x: auto; }
.numbers th + th, .numbers td + td { text-align: right; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${await curves(epochs, classNames)}
${await scatters(residuals)}
<h2 id="epochs">Epochs</h2>
<div class="numbers" role="region" aria-labelledby="epochs" tabindex="0">
${table(names, values)}
</div>
<h2>Configuration</h2>
${table(["choice", "value"], settingsOf(config))}
</body>
</html>
`;
}

/**
 * Draws the curves of a run: one for the loss and each metric, of training and validation.
 *
 * @param epochs Its epochs.
 * @param classNames Names of the classes of its data. @default their numbers
 * @returns HTML, a figure for each.
 */
export async function curves(
  epochs: readonly EpochMetrics[],
  classNames: readonly string[] = [],
): Promise<string> {
  const keys = Object.keys(epochs[0] ?? {})
    .filter((key) => key !== "epoch" && !MEASURED.includes(key) && !key.startsWith("val_"));
  const figures = keys.map((key) => curveOf(key, valueName(key, classNames), epochs));
  return (await Promise.all(figures)).join("\n");
}

async function curveOf(
  key: string,
  name: string,
  epochs: readonly EpochMetrics[],
): Promise<string> {
  const series = [[key, "training"], [`val_${key}`, "validation"]] as const;
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
  return figure(svg, `${name} over the epochs`);
}

/** Two figures for each output. */
async function scatters(residuals: readonly Residuals[]): Promise<string> {
  const figures = residuals.filter(({ targets }) => targets.length > 0).flatMap((each) => [
    predictionChart(each).then((svg) => figure(svg, `predicted against true ${each.name}`)),
    residualChart(each).then((svg) => figure(svg, `residuals of ${each.name}`)),
  ]);
  return (await Promise.all(figures)).join("\n");
}

function figure(svg: string, label: string): string {
  const described = `<svg role="img" aria-label="${escapeHtml(label)}" `;
  return `<figure>${svg.replace("<svg ", () => described)}</figure>`;
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

function valueText(key: string, epoch: EpochMetrics): string {
  if (key === "epoch") return `${epoch.epoch + 1}`;
  const value: number | null | undefined = epoch[key];
  // JSON has neither NaN nor infinity, and writes them so.
  if (value === null) return "not finite";
  if (value === undefined) return "";
  return MEASURED.includes(key) ? formatAmount(value) : formatNumber(value);
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
