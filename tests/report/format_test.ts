import { assertEquals, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import {
  formatAmount,
  formatBar,
  formatDuration,
  formatNumber,
  formatResult,
  formatSeconds,
  formatSpeed,
} from "../../src/report/format.ts";

Deno.test("formatNumber() gives four decimals, or significant digits where they would say nothing", () => {
  const shown = {
    "0.0000": 0,
    "0.1092": 0.10919,
    "-0.0010": -0.001,
    "7.83e-4": 0.000783,
    "1.00e-7": 1e-7,
    "999.1234": 999.12341,
    "12345.6": 12_345.6,
    "1234.57": 1234.5678,
    "-1.23e+9": -1.234e9,
    "NaN": NaN,
    "-Infinity": -Infinity,
  };
  for (const [text, value] of Object.entries(shown)) assertEquals(formatNumber(value), text);
});

Deno.test("formatNumber() is short, and within 5 % of the value, whatever it is", () => {
  fc.assert(fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (value) => {
    const text = formatNumber(value);
    assertLessOrEqual(text.length, 10);
    assertLessOrEqual(Math.abs(Number(text) - value), 0.05 * Math.abs(value));
  }));
});

Deno.test("formatAmount() gives three digits, or a whole number with its thousands apart", () => {
  const shown = {
    "2.41": 2.4096,
    "0.0240": 0.024,
    "41.2": 41.21,
    "100": 99.96,
    "31,029": 31029.4467,
  };
  for (const [text, amount] of Object.entries(shown)) assertEquals(formatAmount(amount), text);
  assertEquals(formatSpeed(25_000), "25,000 samples/s");
});

Deno.test("formatDuration() and formatSeconds() give a time as people say it", () => {
  const whole = { "0 s": 0, "8 s": 8, "1 min 00 s": 59.6, "2 min 10 s": 130, "1 h 00 min": 3599.7 };
  for (const [text, seconds] of Object.entries(whole)) assertEquals(formatDuration(seconds), text);
  assertEquals(formatDuration(3935), "1 h 05 min");
  assertEquals([2.4, 0.024, 59.4, 130].map(formatSeconds), [
    "2.40 s",
    "0.0240 s",
    "59.4 s",
    "2 min 10 s",
  ]);
});

Deno.test("formatBar() fills from the left and stays within its width", () => {
  assertEquals([-1, 0, 0.5, 2].map((share) => formatBar(share, 4)), [
    "[    ]",
    "[    ]",
    "[##  ]",
    "[####]",
  ]);
});

Deno.test("formatResult() gives the two lines with four digits", () => {
  assertEquals(
    formatResult({ loss: 0.06734, accuracy: 0.9794 }),
    "loss: 0.0673\naccuracy: 0.9794\n",
  );
});
