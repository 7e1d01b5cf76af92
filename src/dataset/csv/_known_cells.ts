/**
 * Cells of names that were seen before, found by their bytes: most need no string.
 *
 * @module
 */

/** A power of two, larger than the number of names that a column may have. */
const SLOTS = 2048;
/** Longer cells are not remembered. */
const LONGEST = 64;

/** A cell, and the number of its name. */
interface Known {
  readonly bytes: Uint8Array;
  readonly number: number;
}

/** Cells of a column, with the numbers of their names. */
export class KnownCells {
  readonly #slots: (Known | undefined)[] = Array.from({ length: SLOTS });

  /**
   * Finds a cell.
   *
   * @param bytes The bytes that it is among.
   * @param start Where it begins.
   * @param end Where it ends.
   * @returns The number that was put with the same cell; nothing if there is none.
   */
  find(bytes: Uint8Array, start: number, end: number): number | undefined {
    const known = this.#slots[slotOf(bytes, start, end)];
    if (known === undefined || known.bytes.length !== end - start) return undefined;
    for (let i = start; i < end; i++) {
      if (known.bytes[i - start] !== bytes[i]) return undefined;
    }
    return known.number;
  }

  /**
   * Puts a cell, in place of one that falls into the same slot.
   *
   * @param bytes The bytes that it is among.
   * @param start Where it begins.
   * @param end Where it ends.
   * @param number The number of its name.
   */
  put(bytes: Uint8Array, start: number, end: number, number: number): void {
    if (end - start > LONGEST) return;
    this.#slots[slotOf(bytes, start, end)] = { bytes: bytes.slice(start, end), number };
  }
}

/** A hash by Fowler, Noll and Vo (FNV-1a), cut to the number of slots. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  const last = Math.min(end, start + LONGEST);
  for (let i = start; i < last; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}
