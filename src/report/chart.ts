/**
 * Line charts as SVG, drawn without a browser.
 *
 * @module
 */
import { svgOf } from "./_svg.ts";

/** A point of a line. */
export interface Point {
  /** Name of the line. */
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

/** What a chart shows. */
export interface Chart {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Whether x is counted or measured; counted, every value is a place of its own. */
  readonly x: "ordinal" | "quantitative";
  readonly y: "linear" | "log";
  readonly points: readonly Point[];
}

/**
 * Draws a chart.
 *
 * @param chart What it shows.
 * @returns The SVG's text.
 */
export async function lineChart({ title, xTitle, yTitle, x, y, points }: Chart): Promise<string> {
  return await svgOf({
    title,
    data: { values: points.map((point) => ({ ...point })) },
    mark: { type: "line", point: true },
    encoding: {
      x: {
        field: "x",
        type: x,
        title: xTitle,
        axis: { labelAngle: 0, ...(x === "quantitative" ? { tickMinStep: 1 } : {}) },
      },
      y: { field: "y", type: "quantitative", title: yTitle, scale: { type: y, zero: false } },
      color: { field: "series", type: "nominal", title: null },
    },
  });
}
