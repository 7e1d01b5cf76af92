/**
 * How many workers a model is worth.
 *
 * @module
 */
import { sizeOfOpenShape } from "../arrays/shape.ts";
import { type BackendName, currentBackend } from "../engine/backend.ts";
import type { LayersModel } from "../model/topology.ts";
import { DataParallel, type DataParallelOptions } from "../parallel/data_parallel.ts";

/** Whether workers are worth it: for certain, not at all, or steps have to be timed. */
export type Worth = "workers" | "none" | "unclear";

/**
 * Multiplications of a step's forward pass about which workers begin to be faster than the thread that calls. tfjs's own
 * JavaScript takes a hundred times longer for them.
 */
const WORTH_WORKERS: Readonly<Record<BackendName, number>> = {
  wasm: 2 ** 22,
  "wasm-simd": 2 ** 22,
  blas: 2 ** 23,
  cpu: 2 ** 15,
};
/** From a quarter of that to four times as many only the machine can tell. */
const UNCLEAR = 4;

/** Milliseconds that workers take to wait for each other in a step. */
const WAITING = 0.4;
/** Steps that are made before any is timed: those that are recorded. */
const FIRST = 2;
const TIMED = 5;

/** What {@linkcode chooseWorkers} decides on. */
export type Trial = Pick<DataParallelOptions, "model" | "samples" | "replica"> & {
  /** Samples in a step. */
  readonly batchSize: number;
};

/** A choice, and why. */
export interface WorkerChoice {
  /** Number of workers; 0 where the thread that calls trains. */
  readonly workers: number;
  /** One line. */
  readonly reason: string;
}

/**
 * Chooses a number of workers: by the size of the model and of a batch where that is clear, otherwise by a few steps that
 * are timed in this thread and forgotten.
 *
 * @param trial What is to be trained.
 * @param cores Number of cores of the machine.
 * @returns One worker for each core, or none; one where this thread computes by another backend.
 */
export async function chooseWorkers(trial: Trial, cores: number): Promise<WorkerChoice> {
  const { model, batchSize, replica: { backend } } = trial;
  const here = backend === currentBackend() ? 0 : 1;
  const worth = cores === 1 ? "none" : worthOf(model, batchSize, backend);
  if (worth === "workers") return { workers: cores, reason: "a step is long enough to be shared" };
  if (worth === "none" || here === 1 || trial.samples.size === 0) {
    return { workers: here, reason: "a step is too short to be shared" };
  }
  const each = await timeStep(trial);
  const workers = each * (1 - 1 / cores) > WAITING ? cores : here;
  return { workers, reason: `a step takes ${each.toFixed(2)} ms on one thread` };
}

/**
 * Tells by the size of a model whether workers are worth it.
 *
 * @param model The model.
 * @param batchSize Samples in a step.
 * @param backend What computes.
 * @returns What is known.
 */
export function worthOf(model: LayersModel, batchSize: number, backend: BackendName): Worth {
  const share = batchSize * multiplications(model) / WORTH_WORKERS[backend];
  if (share < 1 / UNCLEAR) return "none";
  return share > UNCLEAR ? "workers" : "unclear";
}

/** Milliseconds of a step in this thread, the fastest of a few. The model stays as it is. */
async function timeStep({ batchSize, ...trial }: Trial): Promise<number> {
  using parallel = await DataParallel.start({ ...trial, workers: 0 });
  parallel.beginEpoch(0, false);
  const batch = { epoch: 0, start: 0, end: Math.min(batchSize, trial.samples.size) };
  let fastest = Infinity;
  for (let step = 0; step < FIRST + TIMED; step++) {
    const began = performance.now();
    await parallel.step(batch);
    if (step >= FIRST) fastest = Math.min(fastest, performance.now() - began);
  }
  return fastest;
}

/** About how many multiplications a sample takes: each weight once for every place that it is used at. */
function multiplications({ layers }: LayersModel): number {
  return layers.reduce((sum, layer) => {
    const weights = layer.trainableWeights.reduce(
      (count, { shape }) => count + sizeOfOpenShape(shape),
      0,
    );
    return weights === 0 ? sum : sum + weights * placesOf(layer);
  }, 0);
}

type Layer = LayersModel["layers"][number];

/** Places of the inputs or outputs of a layer, all axes between the samples and the values, in each of its uses. */
function placesOf({ inboundNodes }: Layer): number {
  return inboundNodes.reduce((sum, { inputTensors, outputTensors }) => {
    const places = [...inputTensors, ...outputTensors].map(({ shape }) =>
      sizeOfOpenShape(shape.slice(1, -1))
    );
    return sum + Math.max(...places);
  }, 0);
}
