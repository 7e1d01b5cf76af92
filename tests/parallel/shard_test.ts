import { assertEquals } from "@std/assert";
import { shardRange } from "tandem";
import fc from "fast-check";
import { randomStream, shuffleEpoch } from "../../src/parallel/random.ts";

Deno.test("shardRange() gives the first ranks the larger shards", () => {
  const sizes = [0, 1, 2].map((rank) => shardRange(11, 3, rank)).map(({ start, end }) =>
    end - start
  );
  assertEquals(sizes, [4, 4, 3]);
});

Deno.test("shardRange() covers every range without gap or overlap, with sizes that differ by one", () => {
  fc.assert(fc.property(fc.nat(5000), fc.integer({ min: 1, max: 70 }), (total, ranks) => {
    const shards = Array.from({ length: ranks }, (_, rank) => shardRange(total, ranks, rank));
    const sizes = shards.map(({ start, end }) => end - start);
    return shards[0]?.start === 0 && shards.at(-1)?.end === total &&
      shards.every(({ start }, i) => i === 0 || start === shards[i - 1]?.end) &&
      Math.max(...sizes) - Math.min(...sizes) <= 1;
  }));
});

Deno.test("shuffleEpoch() permutes by seed and epoch", () => {
  const order = (seed: number, epoch: number): number[] => {
    const numbers = new Uint32Array(100);
    shuffleEpoch(numbers, seed, epoch);
    return [...numbers];
  };
  assertEquals(order(1, 0), order(1, 0));
  assertEquals(order(1, 0).toSorted((a, b) => a - b), [...Array(100).keys()]);
  for (const other of [order(2, 0), order(1, 1), order(0, 1)]) {
    assertEquals(other.every((value, i) => value === order(1, 0)[i]), false);
  }
});

Deno.test("randomStream() depends on each of its words", () => {
  const first = (...words: number[]): number => randomStream(...words)();
  const draws = [first(1, 0, 1, 0), first(1, 0, 1, 1), first(1, 0, 2, 0), first(1, 1, 1, 0)];
  assertEquals(new Set(draws).size, 4);
  assertEquals(first(1, 0, 1, 0), draws[0]);
});
