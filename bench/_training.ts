/**
 * Training throughput of tandem and of tfjs on the same network.
 *
 * @module
 */
import type * as Comlink from "comlink";
import { type BackendName, useBackend } from "../src/engine/backend.ts";
import { describeModel } from "../src/model/recipe.ts";
import { DataParallel } from "../src/parallel/data_parallel.ts";
import type { Batch } from "../src/parallel/protocol.ts";
import { optimizerOf } from "../src/training/optimizer_of.ts";
import { type Contestant, secondsOf } from "./_contest.ts";
import { buildNetwork, imageShapeOf, type Network, PIXELS } from "./_network.ts";
import { type Samples, sampleSetOf } from "./_samples.ts";
import type { Stock } from "./_stock_worker.ts";

/** What every contestant of a group trains, and on what. */
export interface Load {
  readonly samples: Samples;
  readonly network: Network;
  readonly batchSize: number;
  /** Steps of a round of those that are fast. */
  readonly steps: number;
}

/** A contestant that holds workers or a process. */
export type Trainer = Contestant & AsyncDisposable;

/** tandem with a number of workers. */
export async function tandemTrainer(
  backend: BackendName,
  workers: number,
  { samples, network, batchSize, steps }: Load,
): Promise<Trainer> {
  await useBackend("cpu");
  const model = buildNetwork(network);
  const parallel = await DataParallel.start({
    workers,
    model,
    samples: sampleSetOf(samples, imageShapeOf(network)),
    replica: { seed: 1, backend, recipe: describeModel(model), optimizer: optimizerOf(model) },
  });
  model.dispose();
  parallel.beginEpoch(0, true);
  const round = async (): Promise<void> => {
    for await (const _ of parallel.steps(batches(steps, batchSize, samples.size)));
  };
  return {
    framework: "tandem",
    backend,
    workers,
    name: tandemName(backend, workers),
    amount: steps * batchSize,
    round: () => secondsOf(round),
    [Symbol.asyncDispose]: () => Promise.resolve(parallel[Symbol.dispose]()),
  };
}

/** How results name tandem with a number of workers. */
export function tandemName(backend: BackendName, workers: number): string {
  return `tandem ${backend}, ${workers} ${workers === 1 ? "worker" : "workers"}`;
}

function* batches(steps: number, batchSize: number, samples: number): Generator<Batch> {
  for (let step = 0; step < steps; step++) {
    const start = step * batchSize % (samples - batchSize + 1);
    yield { epoch: 0, start, end: start + batchSize };
  }
}

/** tfjs's own `model.fit`, over the first samples. */
export async function stockTrainer(
  name: string,
  stock: Comlink.Remote<Stock>,
  { samples, network, batchSize }: Load,
  steps: number,
): Promise<Trainer> {
  const size = steps * batchSize;
  if (size > samples.size) {
    throw new RangeError(`Cannot measure: expected ${size} samples or more, got ${samples.size}`);
  }
  const pixels = samples.pixels.subarray(0, size * PIXELS);
  await stock.prepare(network, pixels, samples.labels.subarray(0, size));
  return {
    framework: "tfjs",
    backend: name,
    name: `tfjs model.fit, ${name}`,
    amount: size,
    round: () => stock.fit(batchSize),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
