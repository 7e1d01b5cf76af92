import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { numberAt, UNCLEAR } from "../../../src/dataset/csv/_decimal.ts";
import { numberOf } from "../../../src/dataset/csv/number_cell.ts";

/** What is read from text, and where its end was seen. */
function read(text: string): { value: number; end: number } {
  const values = new Float64Array([NaN]);
  const end = numberAt(new TextEncoder().encode(`${text},`), 0, values, 0);
  return { value: values[0] ?? NaN, end };
}

Deno.test("numberAt() gives the same double as JavaScript, to the bit, or says that it cannot tell", () => {
  const digits = fc.stringMatching(/^\d{0,20}$/);
  const power = fc.option(fc.tuple(fc.constantFrom("e", "E"), fc.integer({ min: -40, max: 40 })));
  const decimal = fc.tuple(fc.constantFrom("", "-", "+"), digits, digits, fc.boolean(), power);
  fc.assert(
    fc.property(decimal, ([sign, whole, fraction, point, power]) => {
      const text = `${sign}${whole}${point ? `.${fraction}` : ""}${power?.join("") ?? ""}`;
      const { value, end } = read(text);
      if (end === UNCLEAR) return assertEquals(value, NaN);
      assertEquals(value, Number(text));
      assertEquals(end, text.length);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("numberAt() reads every double of usual size as programs write it", () => {
  const usual = fc.oneof(
    fc.double({ min: 1e-4, max: 1e15, noNaN: true }),
    fc.double({ min: -1000, max: -1e-4, noNaN: true }),
  );
  fc.assert(
    fc.property(usual, (number) => {
      const text = String(number);
      assertEquals(read(text), { value: number, end: text.length });
    }),
    { numRuns: 5000 },
  );
});

Deno.test("numberAt() finds the nearest double where decimals lie close to the middle of two", () => {
  // The middle of two doubles, and its decimal neighbours of 17 digits.
  for (const text of ["9007199254740993", "9007199254740992.9", "9007199254740993.1"]) {
    const { value, end } = read(text);
    if (end !== UNCLEAR) assertEquals(value, Number(text));
    assertEquals(numberOf(text), Number(text));
  }
});

Deno.test("numberAt() leaves alone what is no number", () => {
  for (const text of ["", "-", "+", ".", "e5", "1e", "1e+", "-.5e", "inf", "NaN", "--1", "+-1"]) {
    assertEquals(read(text), { value: NaN, end: UNCLEAR }, text);
  }
  // Where a number ends, its cell need not.
  assertEquals(read("2026-11-28"), { value: 2026, end: 4 });
});

Deno.test("numberOf() takes decimal numbers alone", () => {
  assertEquals(
    ["1", "-1.5", "+.5", "5.", "1e3", "1E-3", "007", "1e-400"].map(numberOf),
    [1, -1.5, 0.5, 5, 1000, 0.001, 7, 0],
  );
  for (
    const text of ["", "-", ".", "inf", "Infinity", "NaN", "0x10", "1,5", "1 2", "1e999", "1_0"]
  ) {
    assertEquals(numberOf(text), undefined, text);
  }
});
