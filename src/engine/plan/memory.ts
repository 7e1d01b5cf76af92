/**
 * Memory by lifetimes: what is not needed at the same time can lie in the same place.
 *
 * @module
 */

/** When memory is needed. */
export interface Lifetime {
  readonly bytes: number;
  /** The step that writes it. */
  readonly first: number;
  /** The last step that reads it, `first` or later. */
  readonly last: number;
}

/** Where everything lies. */
export interface Layout {
  /** For each lifetime, in bytes from the start. */
  readonly offsets: readonly number[];
  /** Bytes that all take together. */
  readonly bytes: number;
}

/** Every place begins a cache line. */
const CACHE_LINE = 64;

/**
 * Lays out memory: the largest first, each at the lowest place that is free as long as it lives.
 *
 * @param lifetimes What is needed.
 * @returns The layout.
 */
export function layOut(lifetimes: readonly Lifetime[]): Layout {
  const offsets = new Array<number>(lifetimes.length).fill(0);
  /** What is placed, by offset. */
  const placed: { readonly start: number; readonly end: number; readonly life: Lifetime }[] = [];
  let bytes = 0;
  const largestFirst = lifetimes.map((life, i) => ({ life, i }))
    .sort((a, b) => b.life.bytes - a.life.bytes);
  for (const { life, i } of largestFirst) {
    const size = Math.max(1, Math.ceil(life.bytes / CACHE_LINE)) * CACHE_LINE;
    let start = 0;
    for (const other of placed) {
      const together = other.life.first <= life.last && life.first <= other.life.last;
      if (!together) continue;
      if (start + size <= other.start) break;
      start = Math.max(start, other.end);
    }
    offsets[i] = start;
    const place = { start, end: start + size, life };
    const next = placed.findIndex((other) => other.start > start);
    placed.splice(next === -1 ? placed.length : next, 0, place);
    bytes = Math.max(bytes, place.end);
  }
  return { offsets, bytes };
}
