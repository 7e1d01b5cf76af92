/**
 * Charts of the results.
 *
 * @module
 */
import { lineChart, type Point } from "../src/report/chart.ts";

/**
 * Draws samples per second over what was varied.
 *
 * @param varied What x is, for instance `batch size`.
 * @param points Samples per second of each contestant.
 * @returns The SVG's text.
 */
export function throughputChart(varied: string, points: readonly Point[]): Promise<string> {
  return lineChart({
    title: `Training throughput over ${varied}`,
    xTitle: varied,
    yTitle: "samples/s",
    x: "ordinal",
    y: "log",
    points,
  });
}
