/**
 * One rank's copy of the model: it computes the gradient of its shard, and moves its slice of the parameters.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "../engine/backend.ts";
import type { BackendName } from "../engine/backend.ts";
import { loadVectors } from "../engine/vectors/vectors.ts";
import { readTensor } from "../engine/tensors.ts";
import { batchGatherer, sampleShapes } from "../model/batch.ts";
import { type Comparison, isCrossEntropyOfClasses, lossFunction } from "../model/losses.ts";
import { softmaxCrossEntropy } from "../model/losses.ts";
import { metricFunction } from "../model/metrics.ts";
import type { Recipe } from "../model/recipe.ts";
import { buildModel, readWeights, splitWeights, writeWeights } from "../model/topology.ts";
import { createOptimizer, type OptimizerConfig } from "../optimizer/optimizer.ts";
import type { Arena, Version } from "./arena.ts";
import { meet } from "./barrier.ts";
import { randomStream } from "./random.ts";
import { type Range, shardRange } from "./shard.ts";

/** Samples that are evaluated at once: as many as bound the memory. */
const EVALUATION_BATCH = 1000;

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
  /**
   * Writes the gradient of the rank's shard into its row, waits until every rank has done so, sums the rows over the
   * rank's slice, and writes the slice's next version.
   *
   * @param step The step.
   * @returns The number of tensors that are alive after it.
   */
  step(step: Step): number;

  /**
   * Writes the sums of loss and metrics over the rank's shard of the validation samples into its row.
   *
   * @param version The version of the weights to evaluate.
   */
  evaluate(version: 0 | 1): void;
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
  const predict = (outputs: tf.Tensor): tf.Tensor => logits ? tf.softmax(outputs) : outputs;
  const comparisons = [lossFunction(recipe.loss), ...metrics];
  const vectors = await loadVectors(arena.memory);
  const optimizer = createOptimizer(config.optimizer, vectors);
  const sum = vectors?.sumRows ?? sumRows;
  const row = requireItem(arena.rows, rank);
  const slice = shardRange(row.gradient.length, ranks, rank);
  const stateSlice = shardRange(row.state.length, ranks, rank);

  function step(step: Step): number {
    computeGradient(step);
    meet(arena.arrivals, rank, step.number);
    update(step);
    return tf.memory().numTensors;
  }

  function computeGradient(step: Step): void {
    const shard = shardRange(step.end - step.start, ranks, rank);
    const count = shard.end - shard.start;
    if (count === 0) {
      clearRow(row);
      return;
    }
    takeWeights(arena.versions[step.version]);
    Math.random = randomStream(seed, step.epoch, step.number, rank);
    const share = count / (step.end - step.start);
    const numbers = arena.order.subarray(step.start + shard.start, step.start + shard.end);
    tf.tidy(() => {
      const { inputs, targets } = gather(numbers);
      let outputs = inputs;
      const { value, grads } = tf.variableGrads(() => {
        outputs = tf.keep(model.apply(inputs, { training: true }) as tf.Tensor);
        return tf.mul(addPenalties(loss(targets, outputs)), share).asScalar();
      }, variables);
      writeGradients(variables, grads, row.gradient);
      const predictions = predict(outputs);
      const means = metrics.map((metric) => metric(targets, predictions));
      row.totals.fill(0);
      addTotals([tf.div(value, share), ...means], count);
      outputs.dispose();
    });
    if (state.length > 0) {
      readWeights(state, row.state);
      for (let i = 0; i < row.state.length; i++) row.state[i] = (row.state[i] ?? 0) * share;
    }
  }

  /** Weight penalties depend on no sample, so each shard adds them whole: the shares sum to one. */
  function addPenalties(mean: tf.Tensor): tf.Scalar {
    return model.calculateLosses().reduce<tf.Tensor>((sum, penalty) => tf.add(sum, penalty), mean)
      .asScalar();
  }

  function update(step: Step): void {
    const from = arena.versions[step.version];
    const to = arena.versions[step.version === 0 ? 1 : 0];
    const summed = part(arena.gradient, slice);
    sum(arena.rows.map((other) => part(other.gradient, slice)), summed);
    optimizer.update({
      step: step.number,
      gradient: summed,
      from: sliceVersion(from, slice),
      to: sliceVersion(to, slice),
    });
    sum(arena.rows.map((other) => part(other.state, stateSlice)), part(to.state, stateSlice));
  }

  function evaluate(version: 0 | 1): void {
    const { validation } = arena;
    row.totals.fill(0);
    if (!validation) return;
    takeWeights(arena.versions[version]);
    const gather = batchGatherer(validation, sampleShapes(model, validation));
    const shard = shardRange(validation.size, ranks, rank);
    for (let start = shard.start; start < shard.end; start += EVALUATION_BATCH) {
      const count = Math.min(EVALUATION_BATCH, shard.end - start);
      tf.tidy(() => {
        const { inputs, targets } = gather(
          Uint32Array.from({ length: count }, (_, i) => start + i),
        );
        const outputs = predict(model.apply(inputs, { training: false }) as tf.Tensor);
        addTotals(comparisons.map((mean) => mean(targets, outputs)), count);
      });
    }
  }

  function takeWeights({ parameters, state: values }: Version): void {
    writeWeights(trainable, parameters);
    writeWeights(state, values);
  }

  function addTotals(means: readonly tf.Tensor[], count: number): void {
    means.forEach((mean, i) => {
      row.totals[i] = (row.totals[i] ?? 0) + (mean.dataSync()[0] ?? NaN) * count;
    });
  }

  return { step, evaluate };
}

function writeGradients(
  variables: readonly tf.Variable[],
  grads: tf.NamedTensorMap,
  into: Float32Array,
): void {
  let offset = 0;
  for (const variable of variables) {
    const values = into.subarray(offset, offset + variable.size);
    const gradient = grads[variable.name];
    // A weight that the loss does not depend on has no gradient.
    if (gradient) readTensor(gradient, values);
    else values.fill(0);
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

function part(values: Float32Array, { start, end }: Range): Float32Array {
  return values.subarray(start, end);
}

function sliceVersion(
  { parameters, slots }: Version,
  slice: Range,
): Pick<Version, "parameters" | "slots"> {
  return {
    parameters: part(parameters, slice),
    slots: slots.map((slot) => part(slot, slice)),
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
