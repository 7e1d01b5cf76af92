/**
 * How many workers a model is worth.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import type { BackendName } from "../engine/backend.ts";
import type { LayersModel } from "../model/topology.ts";

/**
 * Multiplications of a step's forward pass from which on workers are faster than the thread that calls: with fewer, a
 * step takes less than two threads take to wait for each other. tfjs's own JavaScript takes a hundred times longer.
 */
const WORTH_WORKERS: Readonly<Record<BackendName, number>> = {
  wasm: 2 ** 24,
  "wasm-simd": 2 ** 24,
  blas: 2 ** 25,
  cpu: 2 ** 17,
};

/**
 * Chooses a number of workers. It depends on the model, the size of a batch and the machine alone, so that training that
 * goes on from a checkpoint has as many as before.
 *
 * @param model The model.
 * @param batchSize Samples in a step.
 * @param backend What computes.
 * @param cores Number of cores of the machine.
 * @returns One for each core, or 1.
 */
export function workersFor(
  model: LayersModel,
  batchSize: number,
  backend: BackendName,
  cores: number,
): number {
  return batchSize * multiplications(model) < WORTH_WORKERS[backend] ? 1 : cores;
}

/** About how many multiplications a sample takes: each weight once for every place that it is used at. */
function multiplications({ layers }: LayersModel): number {
  return layers.reduce((sum, layer) => {
    const weights = layer.trainableWeights.reduce(
      (count, { shape }) => count + sizeOfShape(shape.map((size) => size ?? 1)),
      0,
    );
    return weights === 0 ? sum : sum + weights * Math.max(...placesOf(layer));
  }, 0);
}

type Layer = LayersModel["layers"][number];

/** Places of the inputs and outputs of a layer: all axes between the samples and the values. */
function placesOf({ input, output }: Layer): number[] {
  return [input, output].flat().map(({ shape }) =>
    sizeOfShape(shape.slice(1, -1).map((size) => size ?? 1))
  );
}
