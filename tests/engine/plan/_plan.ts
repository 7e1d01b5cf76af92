/**
 * Computations that are repeated, and what tfjs gives for them each time.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { type Graph, graphOf } from "../../../src/engine/plan/graph.ts";
import { record } from "../../../src/engine/plan/record.ts";
import { Repeated, type Result } from "../../../src/engine/plan/repeated.ts";
import { overwriteTensor } from "../../../src/engine/tensors.ts";
import { drawingFrom } from "../../../src/model/draw.ts";
import { randomStream } from "../../../src/parallel/random.ts";

/** Computes from the given tensors. */
export type Compute = (...given: tf.Tensor[]) => (tf.Tensor | undefined)[];

/** Makes a tensor that stays where it is. */
export function place(shape: number[], values?: number[]): tf.Tensor {
  return tf.keep(values ? tf.tensor(values, shape) : tf.zeros(shape));
}

/** Writes other values into tensors, in [-1, 1). */
export function refill(given: readonly tf.Tensor[], seed: number): void {
  const random = randomStream(seed);
  for (const tensor of given) {
    overwriteTensor(tensor, Float32Array.from({ length: tensor.size }, () => random() * 2 - 1));
  }
}

/** Values as integers: two floats can be equal and have other bits. */
export function bitsOf(values: Float32Array): number[] {
  return [...new Uint32Array(values.slice().buffer)];
}

/** The first two are recorded. */
const RUNS = 6;

/** A run's results: shapes and bits. */
type Seen = ({ shape: number[]; bits: number[] } | undefined)[];

/** Runs a computation once, planned or not; what it draws depends on the seed. */
export function runOnce(repeated: Repeated, seed = 0): Seen {
  const look = (results: readonly (Result | undefined)[]): Seen =>
    results.map((result) => result && { shape: [...result.shape], bits: bitsOf(result.data) });
  return drawingFrom(randomStream(seed), () => repeated.run(look));
}

/** Repeats a computation through tfjs and as a plan, on values that change, and asserts that both give the same bits. */
export function assertRepeats(shapes: number[][], compute: Compute, obstacle?: string): void {
  const given = shapes.map((shape) => place(shape));
  const computation = { given, compute: () => compute(...given) };
  const planned = new Repeated(computation);
  const eager = new Repeated({ ...computation, eager: true });
  for (let run = 0; run < RUNS; run++) {
    refill(given, run);
    assertEquals(runOnce(planned, run), runOnce(eager, run), `run ${run}`);
  }
  assertEquals(planned.obstacle, obstacle);
  assertEquals(planned.isPlanned, obstacle === undefined);
  planned.dispose();
  eager.dispose();
  tf.dispose(given);
}

/** Records a computation as a graph. */
export function graphFrom(given: tf.Tensor[], compute: Compute): Graph {
  tf.engine().startScope();
  try {
    const { result, recording } = record(given, () => compute(...given));
    assertEquals(recording.obstacle, undefined);
    return graphOf(recording, given, result);
  } finally {
    tf.engine().endScope();
  }
}

/** Names of a graph's calls, in their order. */
export function namesOf({ calls }: Graph): string[] {
  return calls.map(({ name }) => name);
}
