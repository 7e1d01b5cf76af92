/**
 * Loss and metrics of a model on samples, as sums that those of other samples are added to.
 *
 * @module
 */
import type { SampleSet } from "../dataset/sample_set.ts";
import { forEachBatch } from "./for_each_batch.ts";
import { createObjective, type Head } from "./objective.ts";
import type { OutputRecipe } from "./recipe.ts";
import { addSums, type Tally } from "./tally.ts";
import { arrayOf, valueOf } from "./tensor.ts";
import type { LayersModel } from "./topology.ts";

/** What is evaluated, and by what. */
export interface Evaluated {
  readonly model: LayersModel;
  /** What each output is compared by. */
  readonly outputs: readonly OutputRecipe[];
  /** The activations that were taken off the model. @default none */
  readonly heads?: readonly Head[];
  /** Adds up. */
  readonly tally: Tally;
}

/**
 * Evaluates samples. The losses are clipped as tfjs clips them, also where an activation was taken off.
 *
 * @param evaluated The model, and what it is measured by.
 * @param samples The samples; there may be none.
 * @param batchSize Samples that are computed at once; the sums do not depend on it but for rounding.
 * @returns Sums over the samples, as the tally takes them.
 * @throws {TypeError} If the samples do not fit the model.
 */
export function evaluateSamples(
  { model, outputs: recipes, heads, tally }: Evaluated,
  samples: SampleSet,
  batchSize: number,
): number[] {
  const whole = createObjective(recipes);
  const { predictions: complete } = createObjective(recipes, heads);
  const sums = new Array<number>(tally.totals).fill(0);
  forEachBatch(model, samples, batchSize, (batch, outputs) => {
    const predictions = complete(outputs);
    const losses = whole.losses(batch, predictions).map(valueOf);
    addSums(
      sums,
      tally.accumulate({
        samples: outputs[0]?.shape[0] ?? 0,
        loss: losses.reduce((sum, value) => sum + value, 0),
        losses,
        targets: batch.targets.map(arrayOf),
        predictions: predictions.map(arrayOf),
      }),
    );
  });
  return sums;
}
