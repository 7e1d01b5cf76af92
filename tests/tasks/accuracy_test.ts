import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { needs } from "../_permissions.ts";
import { runTask } from "./_task.ts";

/** Ten thousand samples, twice: enough to tell a rule that learns from one that does not. */
const SHORT = ["--limit-train=10000", "--batch-size=100", "--epochs=2"];

/** What each choice must reach on the real test set: 2 % and more below what was measured. */
const FLOORS: readonly (readonly [name: string, flags: readonly string[], floor: number])[] = [
  ["the defaults in 10 epochs", [], 0.975],
  ["SGD on 10,000 samples", ["--optimizer=sgd", ...SHORT], 0.91],
  ["Momentum on 10,000 samples", ["--optimizer=momentum", ...SHORT], 0.91],
  ["AdaGrad on 10,000 samples", ["--optimizer=adagrad", ...SHORT], 0.91],
  ["RMSProp on 10,000 samples", ["--optimizer=rmsprop", ...SHORT], 0.92],
  // Its slopes are at most a quarter: three layers of it learn slowly.
  ["sigmoid on 10,000 samples", ["--activation=sigmoid", ...SHORT], 0.85],
  ["tanh on 10,000 samples", ["--activation=tanh", ...SHORT], 0.9],
  [
    "online learning on 1,000 samples",
    [
      "--batch-size=1",
      "--limit-train=1000",
      "--optimizer=sgd",
      "--learning-rate=0.01",
      "--epochs=1",
    ],
    0.72,
  ],
  [
    "batch learning on 1,000 samples",
    ["--batch-size=full", "--limit-train=1000", "--epochs=30"],
    0.84,
  ],
];

for (const [name, flags, floor] of FLOORS) {
  Deno.test({
    name: `on real MNIST ${name} reach an accuracy of ${floor}`,
    ignore: !needs("read", "write", "run"),
    fn: async () => {
      const folder = await Deno.makeTempDir();
      try {
        const { code, stdout, stderr } = await runTask("train", ...flags, "--out", `${folder}/run`);
        assertEquals(code, 0, stderr);
        assertGreaterOrEqual(Number(/accuracy: (.*)/.exec(stdout)?.[1]), floor);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}
