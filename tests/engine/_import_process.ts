/** What a program sees of tfjs before and after it imports the library; it prints both as JSON. */
import * as tf from "@tensorflow/tfjs";

const seen = (): unknown[] => [
  Object.keys(tf.engine().registryFactory),
  tf.getBackend() ?? null,
  tf.env().getBool("PROD"),
];
const before = seen();
const { currentBackend } = await import("../../src/engine/backend.ts");
await import("tandem");
const after = seen();
const first = currentBackend();
tf.randomNormal([2]).dispose();
console.log(JSON.stringify({ before, after, first, current: currentBackend() }));
