/**
 * The results as one table, with the ratios that one would otherwise work out.
 *
 * @module
 */
import { textTable } from "../src/report/text_table.ts";
import type { Score } from "./_contest.ts";

/** A result of one group. In seconds it is no rate, but a time; a number of bytes for a byte is none either. */
export interface Row extends Score {
  readonly group: string;
  readonly unit: "GFLOP/s" | "samples/s" | "MB/s" | "s" | "B/B";
}

/** A column of ratios. */
interface Ratio {
  readonly heading: string;
  /** What the column is relative to, in words. */
  readonly text: string;
  /** The row of a group that a row of it is divided by. */
  base(row: Row, group: readonly Row[]): Row | undefined;
}

const RATIOS: readonly Ratio[] = [
  {
    heading: "/ tfjs",
    text: "tfjs's own WASM backend, or its plain one where that alone can train",
    base: (_, group) => {
      const stock = group.filter(({ framework }) => framework === "tfjs");
      return stock.find(({ backend }) => backend !== "cpu") ?? stock[0];
    },
  },
  {
    heading: "/ Keras",
    text: "the fastest Keras of the group",
    base: (_, group) =>
      group.filter(({ framework }) => framework === "Keras")
        .toSorted((a, b) => b.rate - a.rate)[0],
  },
  {
    heading: "/ pandas",
    text: "the first pandas of the group",
    base: (_, group) => group.find(({ framework }) => framework === "pandas"),
  },
  {
    heading: "/ 1 worker",
    text: "one worker with the same backend",
    base: ({ framework, backend, workers }, group) =>
      workers === undefined
        ? undefined
        : group.find((other) =>
          other.framework === framework && other.backend === backend && other.workers === 1
        ),
  },
];

/**
 * Lays out the results, group by group.
 *
 * @param rows The results.
 * @returns The lines, the last of which say what the ratios are relative to.
 */
export function tableOf(rows: readonly Row[]): string[] {
  const lines: string[] = [];
  const used = new Set<Ratio>();
  for (const [group, members = []] of Object.entries(Object.groupBy(rows, ({ group }) => group))) {
    const isRate = members.every(({ unit }) => unit.endsWith("/s"));
    const ratios = RATIOS.filter(({ base }) => isRate && members.some((row) => base(row, members)));
    for (const ratio of ratios) used.add(ratio);
    const heading = ["", members[0]?.unit ?? "", ...ratios.map(({ heading }) => heading)];
    const cells = members.map((row) => [
      `  ${row.name}`,
      row.unit === "samples/s" && row.rate >= 10
        ? Math.round(row.rate).toLocaleString("en")
        : row.rate.toFixed(1),
      ...ratios.map(({ base }) => ratioOf(row, base(row, members))),
    ]);
    lines.push("", group, ...textTable([heading, ...cells], ["left", "right"]));
  }
  if (used.size > 0) lines.push("");
  for (const { heading, text } of used) lines.push(`${heading}: relative to ${text}`);
  return lines;
}

function ratioOf({ rate }: Row, base: Row | undefined): string {
  return base ? (rate / base.rate).toFixed(2) : "";
}
