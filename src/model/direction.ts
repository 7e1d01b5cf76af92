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
  auc: "max",
  prAuc: "max",
  meanSquaredError: "min",
  meanAbsoluteError: "min",
  rootMeanSquaredError: "min",
  r2: "max",
};

/** tfjs's name of what it shortens. */
const SHORT: Readonly<Record<string, Direction>> = { acc: "max" };

/** How metrics of one's own end, of which more is better; `score` as scikit-learn names its own. */
const MORE_IS_BETTER =
  /(acc|accuracy|precision|recall|sensitivity|specificity|f1|auc|iou|dice|r2|score)(at\d+)?$/i;

/**
 * Tells which values of something that is measured are better. Of a metric of one's own the name decides: larger ones
 * where it ends in a word such as accuracy, precision, recall, F1, AUC, IoU, Dice or score.
 *
 * @param name Its name among the values of an epoch: of a loss or a metric, with `val_` before it or not, that of an
 * output (`left_accuracy`), or a class after it (`f1_3`).
 * @returns `max` for shares of what is right, scores and R², `min` for losses, errors and every other name.
 *
 * @example
 * ```ts
 * import { directionOf } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["val_f1", "left_top3", "r2"].map(directionOf), ["max", "max", "max"]);
 * assertEquals(["val_loss", "meanSquaredError"].map(directionOf), ["min", "min"]);
 * assertEquals(["val_wholeAccuracy", "largestError"].map(directionOf), ["max", "min"]);
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
  return MORE_IS_BETTER.test(name) ? "max" : "min";
}

function ofMetric(name: string): Direction | undefined {
  if (Object.hasOwn(DIRECTIONS, name)) return DIRECTIONS[name as keyof typeof DIRECTIONS];
  if (Object.hasOwn(SHORT, name)) return SHORT[name];
  return /^top\d+$|^(precision|recall|f1)_\d+$/.test(name) ? "max" : undefined;
}
