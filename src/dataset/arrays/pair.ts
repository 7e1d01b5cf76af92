/**
 * Arrays of inputs and of targets that belong together.
 *
 * @module
 */
import type { NumberArray } from "./number_array.ts";
import { readArray } from "./read_array.ts";

/** As many inputs as targets. */
export interface Pair {
  /** The inputs; the first axis counts the samples. */
  readonly x: NumberArray;
  /** The targets, likewise. */
  readonly y: NumberArray;
}

/**
 * Reads inputs and targets.
 *
 * @param x The file of the inputs.
 * @param y The file of the targets.
 * @returns As many of both.
 * @throws {RangeError} If there are not as many, and as `readArray` does.
 */
export async function readPair(x: string, y: string): Promise<Pair> {
  const pair = { x: await readArray(x), y: await readArray(y) };
  const [samples, targets] = [pair.x.shape[0], pair.y.shape[0]];
  if (samples !== undefined && targets !== undefined && samples !== targets) {
    throw new RangeError(
      `Cannot pair "${x}" with "${y}": expected as many targets as samples, got ${targets} targets for ${samples} samples`,
    );
  }
  return pair;
}
