/**
 * The slice of the flat parameter vector that a rank sums and updates.
 *
 * @module
 */
import type { Version } from "./arena.ts";
import type { Range } from "./shard.ts";

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

/** The part of a vector that a range covers; it shares memory with the vector. */
export function part(values: Float32Array, { start, end }: Range): Float32Array {
  return values.subarray(start, end);
}

/** The part of a version that a rank owns; it shares memory with the version. */
export function sliceVersion(
  { parameters, state, slots }: Version,
  slice: Range,
  stateSlice: Range,
): Version {
  return {
    parameters: part(parameters, slice),
    state: part(state, stateSlice),
    slots: slots.map((slot) => part(slot, slice)),
  };
}
