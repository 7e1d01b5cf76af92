/**
 * One rank's copy of the model: it computes the gradient of its shard, and moves its slice of the parameters.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../engine/backend.ts";
import type { BackendName } from "../engine/backend.ts";
import { batchGatherer, sampleShapes } from "../model/batch.ts";
import { type Comparison, isCrossEntropyOfClasses, lossFunction } from "../model/losses.ts";
import { softmaxCrossEntropy } from "../model/losses.ts";
import { metricFunction } from "../model/metrics.ts";
import type { Recipe } from "../model/recipe.ts";
import { buildModel, readWeights, splitWeights, writeWeights } from "../model/topology.ts";
import { createOptimizer, type OptimizerConfig } from "../optimizer/optimizer.ts";
import type { Arena, Version } from "./arena.ts";
import { randomStream } from "./random.ts";
import { shardRange } from "./shard.ts";

/** What a replica is made from. */
export interface ReplicaConfig {
  readonly rank: number;
  readonly ranks: number;
  readonly seed: number;
  readonly backend: BackendName;
  readonly recipe: Recipe;
  readonly optimizer: OptimizerConfig;
  readonly arena: Arena;
}

/** A step: which part of the epoch's order is its batch, and which version of the weights it reads. */
export interface Step {
  readonly epoch: number;
  /** Number of the update, counted from 1 over the whole run. */
  readonly number: number;
  /** The batch is `order[start]` to `order[end - 1]`. */
  readonly start: number;
  readonly end: number;
  /** The version that the step reads; it writes the other one. */
  readonly version: 0 | 1;
}

/** A rank's side of a step. */
export interface Replica {
  /** Writes the gradient of the rank's shard into its row. Returns the number of tensors that are alive after it. */
  gradient(step: Step): number;
  /** Sums the rows over the rank's slice, and writes the slice's next version. */
  update(step: Step): void;
}

/**
 * Builds a replica in this thread.
 *
 * @param config What it computes, and the memory that it shares.
 * @returns The replica.
 */
export async function createReplica(config: ReplicaConfig): Promise<Replica> {
  const { rank, ranks, seed, recipe, arena } = config;
  await useBackend(config.backend);
  const fuse = isCrossEntropyOfClasses(recipe.loss);
  const { model, logits } = await buildModel(recipe.topology, fuse);
  const { trainable, state } = splitWeights(model);
  const variables = trainable.map((weight) => weight.read() as tf.Variable);
  const gather = batchGatherer(arena.dataset, sampleShapes(model, arena.dataset));
  const loss: Comparison = logits ? softmaxCrossEntropy : lossFunction(recipe.loss);
  const metrics = recipe.metrics.map(metricFunction);
  const optimizer = createOptimizer(config.optimizer);
  const row = requireItem(arena.rows, rank);
  const slice = shardRange(row.gradient.length, ranks, rank);
  const stateSlice = shardRange(row.state.length, ranks, rank);
  const summed = new Float32Array(slice.end - slice.start);

  function gradient(step: Step): number {
    const shard = shardRange(step.end - step.start, ranks, rank);
    const count = shard.end - shard.start;
    if (count === 0) {
      clearRow(row);
      return tf.memory().numTensors;
    }
    const from = arena.versions[step.version];
    writeWeights(trainable, from.parameters);
    writeWeights(state, from.state);
    Math.random = randomStream(seed, step.epoch, step.number, rank);
    const share = count / (step.end - step.start);
    const numbers = arena.order.subarray(step.start + shard.start, step.start + shard.end);
    tf.tidy(() => {
      const { inputs, targets } = gather(numbers);
      let outputs = inputs;
      const { value, grads } = tf.variableGrads(() => {
        outputs = tf.keep(model.apply(inputs, { training: true }) as tf.Tensor);
        return addPenalties(loss(targets, outputs));
      }, variables);
      writeGradients(variables, grads, row.gradient, share);
      const means = [value, ...metrics.map((metric) => metric(targets, outputs))];
      means.forEach((mean, i) => row.totals[i] = (mean.dataSync()[0] ?? NaN) * count);
      outputs.dispose();
    });
    if (state.length > 0) {
      readWeights(state, row.state);
      for (let i = 0; i < row.state.length; i++) row.state[i] = (row.state[i] ?? 0) * share;
    }
    return tf.memory().numTensors;
  }

  /** Weight penalties depend on no sample, so each shard adds them whole: the shares sum to one. */
  function addPenalties(mean: tf.Tensor): tf.Scalar {
    return model.calculateLosses().reduce<tf.Tensor>((sum, penalty) => tf.add(sum, penalty), mean)
      .asScalar();
  }

  function update(step: Step): void {
    const from = arena.versions[step.version];
    const to = arena.versions[step.version === 0 ? 1 : 0];
    sumRows(arena.rows.map((other) => other.gradient.subarray(slice.start, slice.end)), summed);
    optimizer.update({
      step: step.number,
      learningRate: config.optimizer.learningRate,
      gradient: summed,
      from: sliceVersion(from, slice),
      to: sliceVersion(to, slice),
    });
    sumRows(
      arena.rows.map((other) => other.state.subarray(stateSlice.start, stateSlice.end)),
      to.state.subarray(stateSlice.start, stateSlice.end),
    );
  }

  return { gradient, update };
}

function writeGradients(
  variables: readonly tf.Variable[],
  grads: tf.NamedTensorMap,
  into: Float32Array,
  share: number,
): void {
  let offset = 0;
  for (const variable of variables) {
    // A weight that the loss does not depend on has no gradient: its part of the row is zero.
    const values = grads[variable.name]?.dataSync();
    for (let i = 0; i < variable.size; i++) into[offset + i] = (values?.[i] ?? 0) * share;
    offset += variable.size;
  }
}

/**
 * Adds up one slice of every rank's row, in rank order, so that the same ranks give the same bits.
 *
 * @param rows The slices, in rank order, each of shape `[n]`.
 * @param into Is overwritten with the sum. Shape: `[n]`.
 */
export function sumRows(rows: readonly Float32Array[], into: Float32Array): void {
  into.fill(0);
  for (const row of rows) {
    for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + (row[i] ?? 0);
  }
}

function sliceVersion(
  { parameters, slots }: Version,
  { start, end }: { start: number; end: number },
): Pick<Version, "parameters" | "slots"> {
  return {
    parameters: parameters.subarray(start, end),
    slots: slots.map((slot) => slot.subarray(start, end)),
  };
}

function clearRow({ gradient, state, totals }: Arena["rows"][number]): void {
  gradient.fill(0);
  state.fill(0);
  totals.fill(0);
}

function requireItem<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Cannot find item ${index} of ${items.length}`);
  return item;
}
