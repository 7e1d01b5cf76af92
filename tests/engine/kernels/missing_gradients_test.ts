import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { useBackend } from "tandem";
import { needs } from "../../_permissions.ts";

const ignore = !needs("read");

for (const backend of ["wasm", "cpu"] as const) {
  Deno.test({
    name:
      `gatherND() and scatterND() have gradients on "${backend}": places that are named twice add up`,
    ignore,
    fn: async () => {
      await useBackend(backend);
      const indices = tf.tensor2d([[0, 1], [1, 0], [0, 1]], [3, 2], "int32");
      const dy = tf.tensor1d([1, 10, 100]);
      const gathered = tf.grad((x: tf.Tensor) => tf.gatherND(x, indices))(tf.ones([2, 3]), dy);
      assertEquals(gathered.arraySync(), [[0, 101, 0], [10, 0, 0]]);
      const dz = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);
      const scattered = tf.grad((x: tf.Tensor) => tf.scatterND(indices, x, [2, 3]))(dy, dz);
      assertEquals(scattered.arraySync(), [2, 4, 2]);
      tf.dispose([indices, dy, gathered, dz, scattered]);
    },
  });
}
