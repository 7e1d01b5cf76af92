/**
 * Whether smaller or larger values of a loss or a metric are better.
 *
 * @module
 */
import type { METRICS } from "./metrics.ts";

/** Which values are better: the smaller or the larger ones. */
export type Direction = "min" | "max";

/** Every metric but losses and top-k. A metric that is new cannot be left out. */
const DIRECTIONS: { readonly [Name in Exclude<typeof METRICS[number], "top5">]: Direction } = {
  accuracy: "max",
  binaryAccuracy: "max",
  categoricalAccuracy: "max",
  crossentropy: "min",
  precision: "max",
  recall: "max",
  f1: "max",
  precisionByClass: "max",
  recallByClass: "max",
  f1ByClass: "max",
  meanSquaredError: "min",
  meanAbsoluteError: "min",
  rootMeanSquaredError: "min",
  r2: "max",
};

/** tfjs's name of what it shortens. */
const SHORT: Readonly<Record<string, Direction>> = { acc: "max" };

/**
 * Tells which values of something that is measured are better.
 *
 * @param name Its name among the values of an epoch: of a loss or a metric, with `val_` before it or not, that of an
 * output (`left_accuracy`), or a class after it (`f1_3`).
 * @returns `max` for shares of what is right and for R², `min` for losses, errors and every other name.
 *
 * @example
 * ```ts
 * import { directionOf } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["val_f1", "left_top3", "r2"].map(directionOf), ["max", "max", "max"]);
 * assertEquals(["val_loss", "meanSquaredError"].map(directionOf), ["min", "min"]);
 * ```
 */
export function directionOf(name: string): Direction {
  const words = name.split("_");
  // The names of outputs, which come first, may have any words in them.
  for (let first = 0; first < words.length; first++) {
    const metric = words.slice(first).join("_");
    const direction = ofMetric(metric);
    if (direction) return direction;
  }
  return "min";
}

function ofMetric(name: string): Direction | undefined {
  if (Object.hasOwn(DIRECTIONS, name)) return DIRECTIONS[name as keyof typeof DIRECTIONS];
  if (Object.hasOwn(SHORT, name)) return SHORT[name];
  return /^top\d+$|^(precision|recall|f1)_\d+$/.test(name) ? "max" : undefined;
}
