import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertExists,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertStringIncludes,
  assertThrows,
  fail,
} from "@std/assert";

function messageOf(fn: () => void): string {
  return assertThrows(fn, AssertionError).message;
}

Deno.test("assert() throws the given message, or none", () => {
  assert(1);
  assertEquals(messageOf(() => assert(0)), "");
  assertEquals(messageOf(() => assert("", "empty")), "empty");
});

Deno.test("AssertionError has its name and a cause", () => {
  const error = new AssertionError("no", { cause: 5 });
  assertEquals([error.name, error.message, error.cause], ["AssertionError", "no", 5]);
});

Deno.test("assertAlmostEquals() allows a ten-millionth of the expected number by default", () => {
  assertAlmostEquals(1e7 + 0.9, 1e7);
  assertAlmostEquals(NaN, NaN);
  assertAlmostEquals(Infinity, Infinity);
  assertThrows(() => assertAlmostEquals(1e-9, 0), AssertionError);
  assertThrows(() => assertAlmostEquals(NaN, 1), AssertionError);
  assertEquals(
    messageOf(() => assertAlmostEquals(1.5, 1)),
    'Expected actual: "1.5e+0" to be close to "1": delta "5e-1" is greater than "1e-7".',
  );
});

Deno.test("assertAlmostEquals() allows a difference as large as the tolerance", () => {
  assertAlmostEquals(1.5, 1, 0.5);
  assertEquals(
    messageOf(() => assertAlmostEquals(3, 1, 1, "loss")),
    'Expected actual: "3" to be close to "1": delta "2" is greater than "1": loss',
  );
});

Deno.test("assertExists() refuses null and undefined only", () => {
  assertExists(0);
  assertExists("");
  assertEquals(
    messageOf(() => assertExists(null)),
    'Expected actual: "null" to not be null or undefined.',
  );
  assertThrows(() => assertExists(undefined, "rank"), AssertionError, "undefined: rank");
});

Deno.test("the assertions of order say what they expected", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(2, 2);
  assertLess(1, 2);
  assertLessOrEqual(2, 2);
  assertEquals(messageOf(() => assertGreater(1, 1)), "Expect 1 > 1");
  assertEquals(messageOf(() => assertGreaterOrEqual(1, 2)), "Expect 1 >= 2");
  assertEquals(messageOf(() => assertLess("b", "a")), 'Expect "b" < "a"');
  assertEquals(messageOf(() => assertLessOrEqual(NaN, 1)), "Expect NaN <= 1");
  assertEquals(messageOf(() => assertLess(2, 1, "loss grew")), "loss grew");
});

Deno.test("assertInstanceOf() names both classes", () => {
  const found: unknown = new Date(5);
  assertInstanceOf(found, Date);
  assertEquals(found.getTime(), 5);
  const expectation = 'Expected object to be an instance of "Date"';
  assertEquals(
    messageOf(() => assertInstanceOf(/a/, Date)),
    `${expectation} but was "RegExp".`,
  );
  assertEquals(messageOf(() => assertInstanceOf(null, Date)), `${expectation} but was "null".`);
  assertEquals(
    messageOf(() => assertInstanceOf(Date, Date, "clock")),
    `${expectation} but was not an instanced object: clock`,
  );
});

Deno.test("assertMatch() and assertStringIncludes() show the text and what it lacks", () => {
  assertMatch("epoch 12", /\d/);
  assertStringIncludes("epoch 12", "12");
  assertEquals(messageOf(() => assertMatch("a", /b/)), 'Expected actual: "a" to match: "/b/".');
  assertEquals(
    messageOf(() => assertStringIncludes("a", "b", "log")),
    'Expected actual: "a" to contain: "b": log',
  );
});

Deno.test("fail() always throws", () => {
  assertEquals(messageOf(() => fail()), "Failed assertion.");
  assertEquals(messageOf(() => fail("not reached")), "Failed assertion: not reached");
});
