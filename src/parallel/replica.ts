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
import { type Arena, type Version, versionAfter } from "./arena.ts";
import { arrive, awaitAll } from "./barrier.ts";
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

/** A step: which part of the epoch's order is its batch. */
export interface Step {
  readonly epoch: number;
  /** Number of the step, counted from 1 over the whole run: it reads version `number - 1`, and writes `number`. */
  readonly number: number;
  /** The batch is `order[start]` to `order[end - 1]`. */
  readonly start: number;
  readonly end: number;
  /** Step size of the update. @default the optimizer's own */
  readonly learningRate?: number;
}

/** What a rank tells the coordinator. */
export interface Answer {
  /** Sums over the rank's samples of the loss, then of each metric. */
  readonly totals: readonly number[];
  /** Number of tensors that are alive afterwards. */
  readonly tensors: number;
}

/** A rank's side of the work. */
export interface Replica {
  /**
   * Makes the rank's part of a step: waits until every rank has finished the step before, writes the gradient of the
   * rank's shard into its row, waits until every rank has done so, sums the rows over the rank's slice, and writes the
   * slice's next version.
   *
   * @param step The step.
   * @returns Loss and metrics of the rank's shard, before the update.
   */
  step(step: Step): Answer;

  /**
   * Evaluates the rank's shard of the validation samples.
   *
   * @param steps Number of steps that were made: which version of the weights is evaluated.
   * @returns Loss and metrics of the shard.
   */
  evaluate(steps: number): Answer;
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

  function step(step: Step): Answer {
    awaitAll(arena.updated, step.number - 1);
    const totals = computeGradient(step);
    arrive(arena.computed, rank, step.number);
    awaitAll(arena.computed, step.number);
    update(step);
    arrive(arena.updated, rank, step.number);
    return { totals, tensors: tf.memory().numTensors };
  }

  function computeGradient({ epoch, number, start, end }: Step): number[] {
    const shard = shardRange(end - start, ranks, rank);
    const count = shard.end - shard.start;
    if (count === 0) {
      row.gradient.fill(0);
      row.state.fill(0);
      return comparisons.map(() => 0);
    }
    takeWeights(versionAfter(arena, number - 1));
    Math.random = randomStream(seed, epoch, number, rank);
    const share = count / (end - start);
    const samples = arena.order.subarray(start + shard.start, start + shard.end);
    const totals = tf.tidy(() => {
      const { inputs, targets } = gather(samples);
      let outputs = inputs;
      const { value, grads } = tf.variableGrads(() => {
        outputs = tf.keep(model.apply(inputs, { training: true }) as tf.Tensor);
        return tf.mul(addPenalties(loss(targets, outputs)), share).asScalar();
      }, variables);
      writeGradients(variables, grads, row.gradient);
      const predictions = predict(outputs);
      const means = metrics.map((metric) => valueOf(metric(targets, predictions)));
      outputs.dispose();
      return [valueOf(value) / share, ...means].map((mean) => mean * count);
    });
    if (state.length > 0) {
      readWeights(state, row.state);
      for (let i = 0; i < row.state.length; i++) row.state[i] = (row.state[i] ?? 0) * share;
    }
    return totals;
  }

  /** Weight penalties depend on no sample, so each shard adds them whole: the shares sum to one. */
  function addPenalties(mean: tf.Tensor): tf.Scalar {
    return model.calculateLosses().reduce<tf.Tensor>((sum, penalty) => tf.add(sum, penalty), mean)
      .asScalar();
  }

  function update({ number, learningRate = config.optimizer.learningRate }: Step): void {
    const from = versionAfter(arena, number - 1);
    const to = versionAfter(arena, number);
    const summed = part(arena.gradient, slice);
    sum(arena.rows.map((other) => part(other.gradient, slice)), summed);
    optimizer.update({
      step: number,
      learningRate,
      gradient: summed,
      from: sliceVersion(from, slice),
      to: sliceVersion(to, slice),
    });
    sum(arena.rows.map((other) => part(other.state, stateSlice)), part(to.state, stateSlice));
  }

  function evaluate(steps: number): Answer {
    const totals = comparisons.map(() => 0);
    const { validation } = arena;
    if (validation) {
      takeWeights(versionAfter(arena, steps));
      const gather = batchGatherer(validation, sampleShapes(model, validation));
      const shard = shardRange(validation.size, ranks, rank);
      for (let start = shard.start; start < shard.end; start += EVALUATION_BATCH) {
        const count = Math.min(EVALUATION_BATCH, shard.end - start);
        const samples = Uint32Array.from({ length: count }, (_, i) => start + i);
        tf.tidy(() => {
          const { inputs, targets } = gather(samples);
          const outputs = predict(model.apply(inputs, { training: false }) as tf.Tensor);
          comparisons.forEach((mean, i) =>
            totals[i] = (totals[i] ?? 0) + valueOf(mean(targets, outputs)) * count
          );
        });
      }
    }
    return { totals, tensors: tf.memory().numTensors };
  }

  function takeWeights({ parameters, state: values }: Version): void {
    writeWeights(trainable, parameters);
    writeWeights(state, values);
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

function valueOf(scalar: tf.Tensor): number {
  return scalar.dataSync()[0] ?? NaN;
}

function requireItem<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Cannot find item ${index} of ${items.length}`);
  return item;
}
