import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import {
  clipByValue,
  globalNormScale,
  scaleGradient,
  squareNorm,
} from "../../src/optimizer/clip.ts";

const gradient = fc.float32Array({
  minLength: 1,
  maxLength: 50,
  noNaN: true,
  min: -1e6,
  max: 1e6,
});
const limit = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

Deno.test("clipByValue() gives what tf.clipByValue() gives", async () => {
  await tf.setBackend("cpu");
  fc.assert(fc.property(gradient, limit, (values, most) => {
    const expected = tf.tidy(() => tf.clipByValue(tf.tensor1d(values), -most, most).dataSync());
    const clipped = values.slice();
    clipByValue(clipped, most);
    assertEquals([...clipped], [...expected]);
  }));
});

Deno.test("clipByValue() keeps a value that is not a number, so that it is seen", () => {
  const clipped = Float32Array.of(NaN, Infinity);
  clipByValue(clipped, 1);
  assertEquals(clipped, Float32Array.of(NaN, 1));
});

Deno.test("a gradient scaled by globalNormScale() has at most the limit's norm, and its own direction", () => {
  fc.assert(fc.property(gradient, limit, (values, most) => {
    const norm = Math.hypot(...values);
    const scaled = values.slice();
    scaleGradient(scaled, globalNormScale(squareNorm(values), most));
    const after = Math.sqrt(squareNorm(scaled));
    // Every value is rounded to float32.
    assertAlmostEquals(after, Math.min(norm, most), 1e-6 * most);
    if (norm <= most) assertEquals(scaled, values);
  }));
});

Deno.test("the square norm adds up over slices", () => {
  fc.assert(fc.property(gradient, fc.nat(50), (values, at) => {
    const parts = squareNorm(values.subarray(0, at)) + squareNorm(values.subarray(at));
    const whole = squareNorm(values);
    assert(Math.abs(parts - whole) <= 1e-12 * whole);
  }));
});

Deno.test("globalNormScale() gives the scales worked by hand", () => {
  const squares = squareNorm(Float32Array.of(3, 4));
  assertEquals(squares, 25);
  assertEquals(globalNormScale(squares, 1), 0.2);
  assertEquals(globalNormScale(squares, 10), 1);
  assertEquals(globalNormScale(0, 1), 1);
  assertEquals(globalNormScale(Infinity, 1), NaN);
  assertThrows(
    () => globalNormScale(1, 0),
    RangeError,
    "Cannot clip gradients by global norm 0: expected a number above 0",
  );
});
