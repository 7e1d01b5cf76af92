/**
 * Loss and metrics of a model on samples, as sums that those of other samples are added to.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { SampleSet } from "../dataset/sample_set.ts";
import type { TensorBatch } from "./batch.ts";
import { BatchRunner } from "./batch_runner.ts";
import { forEachBatch, outputsOf } from "./for_each_batch.ts";
import type { KeptPlace } from "./kept.ts";
import { createObjective, type Head } from "./objective.ts";
import type { ComparedOutput } from "./recipe.ts";
import { addSums, type Tally } from "./tally.ts";
import { valueOf } from "./tensor.ts";
import { type LayersModel, weightTensors } from "./topology.ts";

/** What is evaluated, and by what. */
export interface Evaluated {
  readonly model: LayersModel;
  /** What each output is compared by. */
  readonly outputs: readonly ComparedOutput[];
  /** The activations that were taken off the model. @default none */
  readonly heads?: readonly Head[];
  /** Adds up. */
  readonly tally: Tally;
  /** Whether tfjs is to compute each batch anew. @default false */
  readonly eager?: boolean | undefined;
}

/** Evaluates a model whose weights stay where they are. `using` gives back what it holds. */
export class Evaluator implements Disposable {
  readonly #runner: BatchRunner;
  readonly #tally: Tally;
  readonly #count: number;

  /**
   * Prepares an evaluation. The losses are clipped as tfjs clips them, also where an activation was taken off.
   *
   * @param evaluated The model, and what it is measured by.
   */
  constructor({ model, outputs: recipes, heads, tally, eager }: Evaluated) {
    const whole = createObjective(recipes);
    const { predictions: complete } = createObjective(recipes, heads);
    const compute = (batch: TensorBatch): tf.Tensor[] => {
      const predictions = complete(outputsOf(model, batch, false));
      return [...whole.losses(batch, predictions), ...batch.targets, ...predictions];
    };
    this.#runner = new BatchRunner({ model, given: weightTensors(model), compute, eager });
    this.#tally = tally;
    this.#count = recipes.length;
  }

  /**
   * Evaluates samples.
   *
   * @param samples The samples; there may be none.
   * @param batchSize Samples that are computed at once; the sums do not depend on it but for rounding.
   * @param place Where they are kept, for metrics that need all. @default nowhere
   * @returns Sums over the samples, as the tally takes them.
   * @throws {TypeError} If the samples do not fit the model.
   */
  evaluate(samples: SampleSet, batchSize: number, place?: KeptPlace): number[] {
    let at = place?.at ?? 0;
    const sums = new Array<number>(this.#tally.totals).fill(0);
    const count = this.#count;
    forEachBatch(this.#runner, samples, batchSize, (results, size) => {
      const given = results.filter((result) => result !== undefined);
      const losses = given.slice(0, count).map(valueOf);
      const compared = {
        samples: size,
        loss: losses.reduce((sum, value) => sum + value, 0),
        losses,
        targets: given.slice(count, 2 * count),
        predictions: given.slice(2 * count),
      };
      addSums(sums, this.#tally.accumulate(compared));
      if (place) this.#tally.keep(compared, { kept: place.kept, at });
      at += size;
    });
    return sums;
  }

  /** Gives back what it holds; the model stays. */
  [Symbol.dispose](): void {
    this.#runner[Symbol.dispose]();
  }
}
