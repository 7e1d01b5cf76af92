/**
 * Access to an optimizer's slots.
 *
 * @module
 */
import type { Slice } from "./rule.ts";

/**
 * One slot of a slice.
 *
 * @param slice The slice.
 * @param index Which slot, from 0.
 * @returns Its values. Shape: `[n]`.
 * @throws {TypeError} If the slice does not carry it.
 */
export function slotOf(slice: Slice, index: number): Float32Array {
  const slot = slice.slots[index];
  if (slot) return slot;
  throw new TypeError(
    `Cannot update parameters: expected ${index + 1} slots or more, got ${slice.slots.length}`,
  );
}
