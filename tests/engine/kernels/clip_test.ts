import { assertEquals } from "@std/assert";
import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "tandem";
import { needs } from "../../_permissions.ts";

const ODD = [NaN, Infinity, -Infinity, -0, 0, 2, -1];

Deno.test({
  name: "clipByValue() gives the bits that cpu gives, NaN and negative zero among them",
  ignore: !needs("read"),
  fn: async () => {
    const values = fc.array(fc.oneof(fc.constantFrom(...ODD), fc.float()), { maxLength: 11 });
    const bounds = fc.tuple(fc.constantFrom(-1, -0, 0), fc.constantFrom(0, 2, Infinity));
    const clip = (x: number[], [min, max]: [number, number]): Float32Array =>
      tf.tidy(() => tf.clipByValue(tf.tensor1d(x), min, max).dataSync<"float32">());
    await fc.assert(
      fc.asyncProperty(values, bounds, async (x, between) => {
        await useBackend("cpu");
        const expected = clip(x, between);
        await useBackend("wasm");
        assertEquals(clip(x, between), expected);
      }),
      { numRuns: 100 },
    );
  },
});
