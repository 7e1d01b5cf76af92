import { assert, assertEquals, assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import { layOut, type Lifetime } from "../../../src/engine/plan/memory.ts";

const CACHE_LINE = 64;

const lifetime: fc.Arbitrary<Lifetime> = fc.record({
  bytes: fc.nat(5000),
  first: fc.nat(30),
  length: fc.nat(8),
}).map(({ bytes, first, length }) => ({ bytes, first, last: first + length }));

const lifetimes = fc.array(lifetime, { maxLength: 40 });

/** What a lifetime takes: whole cache lines, and at least one. */
function sizeOf({ bytes }: Lifetime): number {
  return Math.max(1, Math.ceil(bytes / CACHE_LINE)) * CACHE_LINE;
}

/** The most bytes that are needed at one time. */
function mostAtOnce(lives: readonly Lifetime[]): number {
  const sums = lives.map(({ first: step }) =>
    lives.filter(({ first, last }) => first <= step && step <= last)
      .reduce((sum, life) => sum + sizeOf(life), 0)
  );
  return Math.max(0, ...sums);
}

Deno.test("layOut() never lays two things that are needed at the same time over each other", () => {
  fc.assert(fc.property(lifetimes, (lives) => {
    const { offsets } = layOut(lives);
    lives.forEach((one, i) =>
      lives.slice(0, i).forEach((other, j) => {
        const [a, b] = [offsets[i] ?? NaN, offsets[j] ?? NaN];
        const inTime = one.first <= other.last && other.first <= one.last;
        const inPlace = a < b + sizeOf(other) && b < a + sizeOf(one);
        assert(!(inTime && inPlace), `${j} and ${i} at ${b} and ${a}`);
      })
    );
  }));
});

Deno.test("layOut() begins a cache line with everything, and counts the bytes to the last end", () => {
  fc.assert(fc.property(lifetimes, (lives) => {
    const { offsets, bytes } = layOut(lives);
    assertEquals(offsets.length, lives.length);
    for (const offset of offsets) assertEquals(offset % CACHE_LINE, 0);
    const ends = lives.map((life, i) => (offsets[i] ?? NaN) + sizeOf(life));
    assertEquals(bytes, Math.max(0, ...ends));
  }));
});

Deno.test("layOut() takes at least what is needed at once, and at most everything", () => {
  fc.assert(fc.property(lifetimes, (lives) => {
    const { bytes } = layOut(lives);
    assertGreaterOrEqual(bytes, mostAtOnce(lives));
    assertLessOrEqual(bytes, lives.reduce((sum, life) => sum + sizeOf(life), 0));
  }));
});

Deno.test("layOut() lays a chain, each link of which is made of the last, into its three largest", () => {
  fc.assert(fc.property(fc.array(fc.nat(5000), { minLength: 3, maxLength: 40 }), (sizes) => {
    const lives = sizes.map((bytes, step) => ({ bytes, first: step, last: step + 1 }));
    const largest = lives.map(sizeOf).sort((a, b) => b - a).slice(0, 3);
    assertLessOrEqual(layOut(lives).bytes, largest.reduce((sum, size) => sum + size, 0));
  }));
});

Deno.test("layOut() lays a chain of equal links into two", () => {
  const lives = Array.from({ length: 20 }, (_, first) => ({ bytes: 640, first, last: first + 1 }));
  assertEquals(layOut(lives).bytes, 1280);
});

Deno.test("layOut() takes nothing for nothing", () => {
  assertEquals(layOut([]), { offsets: [], bytes: 0 });
});
