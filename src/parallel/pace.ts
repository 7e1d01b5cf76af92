/**
 * How many steps go into one message: as many as take a moment together. A message for every step would take longer than
 * short steps do.
 *
 * @module
 */
import type { Batch } from "./protocol.ts";

/** Milliseconds that the steps of a message may take: whoever watches sees them as one moment. */
const MOMENT = 20;
const MOST = 64;

/** Learns from the results that come in how many steps make a moment. */
export class Pace {
  #length = 1;
  #last = performance.now();

  /** Steps for the next message. */
  get length(): number {
    return this.#length;
  }

  /**
   * Notes that results have come in.
   *
   * @param results Those of one message.
   * @returns The same.
   */
  measure<Result>(results: Result[]): Result[] {
    const now = performance.now();
    const each = (now - this.#last) / Math.max(1, results.length);
    this.#last = now;
    this.#length = Math.min(MOST, 2 * this.#length, Math.max(1, Math.floor(MOMENT / each)));
    return results;
  }
}

/**
 * Puts batches together that can go in one message; a batch that carries its samples goes alone.
 *
 * @param batches The batches.
 * @param length How many to put together next; none ends it.
 * @yields One batch or more.
 */
export async function* ranges(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  length: () => number,
): AsyncGenerator<Batch[], void> {
  let range: Batch[] = [];
  let wanted = length();
  for await (const batch of batches) {
    range.push(batch);
    if (range.length < wanted && batch.samples === undefined) continue;
    yield range;
    range = [];
    wanted = length();
    if (wanted === 0) return;
  }
  if (range.length > 0) yield range;
}
