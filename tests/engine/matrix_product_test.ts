import { assertAlmostEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "tandem";
import { randomStream } from "../../src/parallel/random.ts";
import { needs } from "../_permissions.ts";

/** More than two blocks of 48, where the stock fused product adds its bias three times. */
const INNER = 120;

for (
  const [transposeA, transposeB] of [[false, false], [true, false], [false, true], [true, true]]
) {
  Deno.test({
    name:
      `fused products add their bias once, with operands transposed: ${transposeA}, ${transposeB}`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const random = randomStream(1);
      const draw = (size: number): number[] => Array.from({ length: size }, () => random() - 0.5);
      const [m, n] = [7, 5];
      const a = draw(m * INNER);
      const b = draw(INNER * n);
      const bias = draw(n);
      const product = tf.tidy(() =>
        tf.fused.matMul({
          a: tf.tensor2d(a, transposeA ? [INNER, m] : [m, INNER]),
          b: tf.tensor2d(b, transposeB ? [n, INNER] : [INNER, n]),
          transposeA: transposeA ?? false,
          transposeB: transposeB ?? false,
          bias: tf.tensor1d(bias),
          activation: "relu",
        }).dataSync()
      );
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = bias[j] ?? NaN;
          for (let k = 0; k < INNER; k++) {
            const left = a[transposeA ? k * m + i : i * INNER + k] ?? NaN;
            sum += left * (b[transposeB ? j * INNER + k : k * n + j] ?? NaN);
          }
          // float32 sums of 120 products of order 0.1.
          assertAlmostEquals(product[i * n + j] ?? NaN, Math.max(0, sum), 1e-5);
        }
      }
    },
  });
}
