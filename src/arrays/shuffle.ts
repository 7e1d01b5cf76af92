/**
 * Random orders.
 *
 * @module
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Puts values in a random order, by the shuffle of Fisher and Yates (Knuth, "The Art of Computer Programming",
 * volume 2, algorithm P).
 *
 * @param values Are put in another order.
 * @param seed What alone the order depends on; of similar seeds, what `mix` makes of them.
 */
export function shuffle(values: Uint32Array, seed: number): void {
  const generator = xoroshiro128plus(seed);
  for (let i = values.length - 1; i > 0; i--) {
    const j = uniformInt(generator, 0, i);
    const last = values[i] ?? 0;
    values[i] = values[j] ?? 0;
    values[j] = last;
  }
}
