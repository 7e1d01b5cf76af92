/**
 * What a regression says of samples, against what is true, as SVG.
 *
 * @module
 */
import type { Residuals } from "../training/residuals.ts";
import { svgOf } from "./_svg.ts";

/** Small and half clear: where many lie on each other, it is darker. */
const MARK = { type: "circle", size: 16, opacity: 0.5, color: "#4c78a8", aria: false } as const;
const LINE = { type: "line" as const, color: "#888", strokeDash: [4, 4], aria: false };

/**
 * Draws predictions against targets, with the diagonal on which they are the same.
 *
 * @param residuals Targets and predictions of an output.
 * @returns The SVG's text, with a point a sample.
 */
export async function predictionChart(
  { name, targets, predictions }: Residuals,
): Promise<string> {
  const [least, most] = boundsOf([...targets, ...predictions]);
  return await scatterChart({
    title: `predicted ${name}`,
    xTitle: `true ${name}`,
    yTitle: `predicted ${name}`,
    points: targets.map((x, i) => ({ x, y: predictions[i] ?? NaN })),
    line: [{ x: least, y: least }, { x: most, y: most }],
  });
}

/**
 * Draws residuals, targets minus predictions, against predictions: a model that has learnt all there is leaves no shape
 * in them.
 *
 * @param residuals Targets and predictions of an output.
 * @returns The SVG's text, with a point a sample.
 */
export async function residualChart({ name, targets, predictions }: Residuals): Promise<string> {
  const [least, most] = boundsOf(predictions);
  return await scatterChart({
    title: `residuals of ${name}`,
    xTitle: `predicted ${name}`,
    yTitle: "true − predicted",
    points: predictions.map((x, i) => ({ x, y: (targets[i] ?? NaN) - x })),
    line: [{ x: least, y: 0 }, { x: most, y: 0 }],
  });
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a chart shows: points, and a line that they would lie on. */
interface Scatter {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly points: readonly Place[];
  readonly line: readonly Place[];
}

async function scatterChart({ title, xTitle, yTitle, points, line }: Scatter): Promise<string> {
  const axis = (field: "x" | "y", title: string) =>
    ({ field, type: "quantitative", title, scale: { zero: false } }) as const;
  const encoding = { x: axis("x", xTitle), y: axis("y", yTitle) };
  const valuesOf = (places: readonly Place[]) => ({
    values: places.map((place) => ({ ...place })),
  });
  return await svgOf({
    title,
    layer: [
      { data: valuesOf(line), mark: LINE, encoding },
      { data: valuesOf(points), mark: MARK, encoding },
    ],
  });
}

/** The smallest and the largest of some numbers. */
function boundsOf(values: readonly number[]): [number, number] {
  return values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}
