import {
  assertEquals,
  AssertionError,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";

const range = new RangeError("Bad rank: \u001b[31m9\u001b[39m");

function thrower(value: unknown): () => never {
  return () => {
    throw value;
  };
}

Deno.test("assertThrows() returns what was thrown", () => {
  assertStrictEquals(assertThrows(thrower(range)), range);
  assertStrictEquals(assertThrows(thrower("text")), "text");
  assertStrictEquals(assertThrows(thrower(range), Error), range);
});

Deno.test("assertThrows() ignores colors in the message", () => {
  const error: RangeError = assertThrows(thrower(range), RangeError, "Bad rank: 9");
  assertStrictEquals(error, range);
});

Deno.test("assertThrows() fails without an error", () => {
  const error = assertThrows(() => assertThrows(() => 5, "msg"), AssertionError);
  assertEquals(error.message, "Expected function to throw: msg");
});

Deno.test("assertThrows() fails for another class, another message and no error object", () => {
  const messageOf = (fn: () => void): string => assertThrows(fn, AssertionError).message;
  assertEquals(
    messageOf(() => assertThrows(thrower(range), TypeError)),
    'Expected error to be instance of "TypeError", but was "RangeError".',
  );
  assertEquals(
    messageOf(() => assertThrows(thrower(new Error("a")), Error, "b", "msg")),
    'Expected error message to include "b", but got "a": msg',
  );
  assertEquals(
    messageOf(() => assertThrows(thrower("text"), Error)),
    "A non-Error object was thrown.",
  );
});

Deno.test("assertRejects() resolves to the reason", async () => {
  assertStrictEquals(await assertRejects(() => Promise.reject("text")), "text");
  const error: RangeError = await assertRejects(() => Promise.reject(range), RangeError, "rank");
  assertStrictEquals(error, range);
});

Deno.test("assertRejects() fails for a fulfilled promise and for a function that throws", async () => {
  const messageOf = async (fn: () => Promise<unknown>): Promise<string> =>
    (await assertRejects(fn, AssertionError)).message;
  assertEquals(
    await messageOf(() => assertRejects(() => Promise.resolve())),
    "Expected function to reject.",
  );
  assertEquals(
    await messageOf(() => assertRejects(thrower(range), "msg")),
    "Function throws when expected to reject: msg",
  );
  assertEquals(
    await messageOf(() => assertRejects(() => Promise.reject("text"), Error)),
    "A non-Error object was rejected.",
  );
  assertEquals(
    await messageOf(() => assertRejects(() => Promise.reject(range), TypeError)),
    'Expected error to be instance of "TypeError", but was "RangeError".',
  );
});
