import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { argmax } from "../../src/arrays/argmax.ts";
import { numbersFrom } from "../../src/arrays/range.ts";
import { sizeOfShape } from "../../src/arrays/shape.ts";

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
