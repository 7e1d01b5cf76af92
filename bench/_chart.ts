/**
 * Charts of the results, as SVG without a browser.
 *
 * @module
 */
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** A point of a chart: samples per second of a contestant. */
export interface Point {
  readonly series: string;
  readonly x: number;
  readonly rate: number;
}

/**
 * Draws lines over an axis of categories.
 *
 * @param title What the chart shows.
 * @param axis What x is.
 * @param points The points.
 * @returns The SVG's text.
 */
export async function lineChart(
  title: string,
  axis: string,
  points: readonly Point[],
): Promise<string> {
  const spec: TopLevelSpec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title,
    width: 420,
    height: 260,
    background: "white",
    data: { values: points.map((point) => ({ ...point })) },
    mark: { type: "line", point: true },
    encoding: {
      x: { field: "x", type: "ordinal", title: axis, axis: { labelAngle: 0 } },
      y: { field: "rate", type: "quantitative", title: "samples/s", scale: { type: "log" } },
      color: { field: "series", type: "nominal", title: null },
    },
  };
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  return await view.toSVG();
}
