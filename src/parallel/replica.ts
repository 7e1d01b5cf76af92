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
import type { SampleSet } from "../dataset/sample_set.ts";
import { batchGatherer, sampleShapes, type TensorBatch } from "../model/batch.ts";
import { drawingFrom } from "../model/draw.ts";
import { createObjective } from "../model/objective.ts";
import { requireKernels } from "../model/probe.ts";
import type { Recipe } from "../model/recipe.ts";
import { addSums, createTally } from "../model/tally.ts";
import { buildModel, readWeights, splitWeights, writeWeights } from "../model/topology.ts";
import { clipByValue, globalNormScale, scaleGradient, squareNorm } from "../optimizer/clip.ts";
import type { ClipConfig } from "../optimizer/clip.ts";
import { createOptimizer, type OptimizerConfig } from "../optimizer/optimizer.ts";
import { type Arena, type Version, versionAfter } from "./arena.ts";
import { arrive, awaitAll } from "./barrier.ts";
import { randomStream } from "./random.ts";
import { type Range, shardRange } from "./shard.ts";
import { part, sliceVersion, sumRows } from "./slices.ts";

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
  /** Bounds on the gradient of the whole batch. @default none */
  readonly clip?: ClipConfig | undefined;
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
  /** The samples of the batch itself, in shared memory, in their order. @default those of the epoch's order */
  readonly samples?: SampleSet;
}

/** What a rank tells the coordinator. */
export interface Answer {
  /** Sums over the rank's samples, as the tally of the recipe takes them. */
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

  /** Disposes the copy of the model. */
  dispose(): void;
}

/**
 * Builds a replica in this thread.
 *
 * @param config What it computes, and the memory that it shares.
 * @returns The replica.
 */
export async function createReplica(config: ReplicaConfig): Promise<Replica> {
  const { rank, ranks, seed, recipe, arena, clip } = config;
  await useBackend(config.backend);
  const { model, heads } = await buildModel(recipe);
  requireKernels(model, config.backend);
  const { trainable, state } = splitWeights(model);
  const variables = trainable.map((weight) => weight.read() as tf.Variable);
  const shapes = sampleShapes(model, arena.samples);
  const gather = batchGatherer(arena.samples, shapes);
  const objective = createObjective(recipe.outputs, heads);
  // Evaluation clips as tfjs does, so that it is what one process computes.
  const measured = createObjective(recipe.outputs);
  const tally = createTally(recipe.outputs, shapes.outputs);
  const vectors = await loadVectors(arena.memory);
  const optimizer = createOptimizer(config.optimizer, vectors);
  const sum = vectors?.sumRows ?? sumRows;
  const row = requireItem(arena.rows, rank);
  const slice = shardRange(row.gradient.length, ranks, rank);
  const stateSlice = shardRange(row.state.length, ranks, rank);

  function step(step: Step): Answer {
    awaitAll(arena.updated, step.number - 1);
    const stream = randomStream(seed, step.epoch, step.number, rank);
    const totals = drawingFrom(stream, () => computeGradient(step));
    arrive(arena.computed, rank, step.number);
    awaitAll(arena.computed, step.number);
    update(step);
    arrive(arena.updated, rank, step.number);
    return { totals, tensors: tf.memory().numTensors };
  }

  function computeGradient({ number, start, end, samples }: Step): number[] {
    const shard = shardRange(end - start, ranks, rank);
    const count = shard.end - shard.start;
    if (count === 0) {
      row.gradient.fill(0);
      row.state.fill(0);
      return [];
    }
    takeWeights(versionAfter(arena, number - 1));
    const share = count / (end - start);
    const totals = tf.tidy(() => {
      const batch = samples
        ? batchGatherer(samples, sampleShapes(model, samples))(numbersOf(shard))
        : gather(arena.order.subarray(start + shard.start, start + shard.end));
      let outputs: tf.Tensor[] = [];
      let losses: tf.Scalar[] = [];
      const { value, grads } = tf.variableGrads(() => {
        outputs = apply(batch, true).map((output) => tf.keep(output));
        losses = objective.losses(batch, outputs).map((loss) => tf.keep(loss));
        const total = losses.reduce((sum, loss) => tf.add(sum, loss).asScalar());
        return tf.mul(addPenalties(total), share).asScalar();
      }, variables);
      writeGradients(variables, grads, row.gradient);
      const predictions = objective.predictions(outputs);
      const means = losses.map(valueOf);
      const loss = valueOf(value) / share;
      const sums = tally.accumulate({ ...batch, predictions, loss, losses: means });
      tf.dispose([outputs, losses]);
      return sums;
    });
    if (state.length > 0) {
      readWeights(state, row.state);
      for (let i = 0; i < row.state.length; i++) row.state[i] = (row.state[i] ?? 0) * share;
    }
    return totals;
  }

  function apply({ inputs }: TensorBatch, training: boolean): tf.Tensor[] {
    const outputs = model.apply(inputs, { training }) as tf.Tensor | tf.Tensor[];
    return Array.isArray(outputs) ? outputs : [outputs];
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
    if (clip) clipGradient(summed, clip, number);
    optimizer.update({
      step: number,
      learningRate,
      gradient: summed,
      from: sliceVersion(from, slice),
      to: sliceVersion(to, slice),
    });
    sum(arena.rows.map((other) => part(other.state, stateSlice)), part(to.state, stateSlice));
  }

  /** Clips what is summed over the ranks: clipping a rank's own gradient would depend on the number of ranks. */
  function clipGradient(summed: Float32Array, clip: ClipConfig, step: number): void {
    if (clip.by === "value") return clipByValue(summed, clip.limit);
    arena.squares[rank] = squareNorm(summed);
    arrive(arena.measured, rank, step);
    awaitAll(arena.measured, step);
    const squares = arena.squares.reduce((total, square) => total + square, 0);
    scaleGradient(summed, globalNormScale(squares, clip.limit));
  }

  function evaluate(steps: number): Answer {
    const totals = new Array<number>(tally.totals).fill(0);
    const { validation } = arena;
    if (validation) {
      takeWeights(versionAfter(arena, steps));
      const gather = batchGatherer(validation, sampleShapes(model, validation));
      const shard = shardRange(validation.size, ranks, rank);
      for (let start = shard.start; start < shard.end; start += EVALUATION_BATCH) {
        const end = Math.min(start + EVALUATION_BATCH, shard.end);
        const sums = tf.tidy(() => {
          const batch = gather(numbersOf({ start, end }));
          const outputs = apply(batch, false);
          const predictions = objective.predictions(outputs);
          const losses = measured.losses(batch, predictions).map(valueOf);
          const loss = losses.reduce((total, value) => total + value, 0);
          return tally.accumulate({ ...batch, predictions, loss, losses });
        });
        addSums(totals, sums);
      }
    }
    return { totals, tensors: tf.memory().numTensors };
  }

  function takeWeights({ parameters, state: values }: Version): void {
    writeWeights(trainable, parameters);
    writeWeights(state, values);
  }

  return { step, evaluate, dispose: () => void model.dispose() };
}

function valueOf(scalar: tf.Tensor): number {
  return scalar.dataSync()[0] ?? NaN;
}

function requireItem<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Cannot find item ${index} of ${items.length}`);
  return item;
}

function numbersOf({ start, end }: Range): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, i) => start + i);
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
