import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { argmax } from "../../src/arrays/argmax.ts";
import { medianOf } from "../../src/arrays/median.ts";
import { mix } from "../../src/arrays/mix.ts";
import { numbersFrom } from "../../src/arrays/range.ts";
import { sizeOfShape } from "../../src/arrays/shape.ts";
import { shuffle } from "../../src/arrays/shuffle.ts";

Deno.test("argmax() finds the first of the largest among a part of the values", () => {
  assertEquals(argmax([3, 9, 1, 9, 4]), 1);
  assertEquals(argmax([9, 1, 4, 4, 8], 1, 3), 1);
  assertEquals(argmax([5], 0, 1), 0);
  fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
    return argmax(values) === values.indexOf(Math.max(...values));
  }));
});

Deno.test("argmax() takes NaN for larger than nothing", () => {
  assertEquals(argmax([1, NaN, 2]), 2);
});

Deno.test("sizeOfShape() is the product of the sizes, and 1 of a single value", () => {
  assertEquals(sizeOfShape([]), 1);
  assertEquals(sizeOfShape([28, 28, 3]), 2352);
  assertEquals(sizeOfShape([5, 0]), 0);
});

Deno.test("numbersFrom() gives the numbers of a range without its end", () => {
  assertEquals([...numbersFrom(3, 6)], [3, 4, 5]);
  assertEquals([...numbersFrom(3, 3)], []);
});

Deno.test("medianOf() is the value in the middle of the sorted ones, or the mean of two", () => {
  assertEquals(medianOf(new Float64Array()), NaN);
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer()), {
    minLength: 1,
  });
  fc.assert(fc.property(values, (values) => {
    const sorted = values.toSorted((a, b) => a - b);
    const [below = 0, above = 0] = [
      sorted[(values.length - 1) >> 1],
      sorted[values.length >> 1],
    ];
    assertEquals(medianOf(Float64Array.from(values)), (below + above) / 2);
  }));
});

Deno.test("medianOf() is as quick of values in order, in reverse, and of a single one", () => {
  const size = 100_001;
  const inOrder = Float64Array.from({ length: size }, (_, i) => i);
  assertEquals(medianOf(inOrder.slice()), 50_000);
  assertEquals(medianOf(inOrder.slice().reverse()), 50_000);
  assertEquals(medianOf(new Float64Array(size).fill(7)), 7);
});

Deno.test("shuffle() gives each order of three values its share", () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const values = Uint32Array.of(1, 2, 3);
    shuffle(values, mix(seed));
    const order = values.join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  // Five standard deviations of 6,000 draws.
  for (const count of counts.values()) {
    assertAlmostEquals(count, 1000, 5 * Math.sqrt(6000 * 5 / 36));
  }
});
