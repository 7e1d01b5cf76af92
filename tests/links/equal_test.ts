import { assertEquals, assertNotEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { AssertionError } from "@std/assert/assertion-error";

class Point {
  constructor(readonly x: number) {}
}

Deno.test("assertEquals() holds for zero and minus zero, and for NaN and NaN", () => {
  assertEquals(0, -0);
  assertEquals([NaN, new Float32Array([-0, NaN])], [NaN, new Float32Array([0, NaN])]);
});

Deno.test("assertEquals() holds for a plain object and one without a prototype", () => {
  assertEquals({ a: 1 }, Object.assign(Object.create(null), { a: 1 }));
});

Deno.test("assertEquals() compares maps and sets in any order, keys by their contents", () => {
  assertEquals(new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }]));
  assertEquals(new Map([[[1], "a"], [[2], "b"]]), new Map([[[2], "b"], [[1], "a"]]));
  assertNotEquals(new Map([["a", 1]]), new Map([["a", 2]]));
});

Deno.test("assertEquals() compares dates, patterns, URLs and buffers by what they hold", () => {
  assertEquals(new Date(5), new Date(5));
  assertNotEquals(new Date(5), new Date(6));
  assertNotEquals(/a/, /a/g);
  assertEquals(new URL("http://a/b"), new URL("http://a/b"));
  assertNotEquals(new URLSearchParams("a=1"), new URLSearchParams("a=2"));
  assertNotEquals(new Uint8Array([1]).buffer, new Uint8Array([2]).buffer);
});

Deno.test("assertEquals() tells an absent key from an undefined value", () => {
  const absent: Record<string, unknown> = {};
  assertNotEquals(absent, { a: undefined });
  assertNotEquals<unknown>({ a: undefined }, { b: undefined });
});

Deno.test("assertEquals() tells classes and kinds of arrays apart", () => {
  assertNotEquals<unknown>(new Point(1), { x: 1 });
  assertEquals(new Point(1), new Point(1));
  assertNotEquals<unknown>(new Float32Array([1]), new Float64Array([1]));
  assertNotEquals<unknown>(new Uint8Array([1]), [1]);
});

Deno.test("assertEquals() ends on objects that hold themselves", () => {
  const ring = (): Record<string, unknown> => {
    const value: Record<string, unknown> = { name: "ring" };
    value["self"] = value;
    return value;
  };
  assertEquals(ring(), ring());
});

Deno.test("assertEquals() begins its message with the caller's words", () => {
  assertThrows(() => assertEquals(1, 2), AssertionError, "Values are not equal.\n");
  assertThrows(() => assertEquals(1, 2, "rank"), AssertionError, "Values are not equal: rank\n");
});

Deno.test("assertNotEquals() writes both values", () => {
  assertThrows(
    () => assertNotEquals(1, 1, "rank"),
    AssertionError,
    "Expected actual: 1 not to be: 1: rank",
  );
});

Deno.test("assertStrictEquals() tells zero from minus zero and equal objects apart", () => {
  assertStrictEquals(NaN, NaN);
  assertThrows(() => assertStrictEquals(0, -0), AssertionError, "Values are not strictly equal.");
  assertThrows(
    () => assertStrictEquals([1], [1]),
    AssertionError,
    "Values have the same structure but are not reference-equal.",
  );
});
