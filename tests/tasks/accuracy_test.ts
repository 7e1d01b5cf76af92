import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { needs } from "../_permissions.ts";
import { runTask } from "./_task.ts";

/** What each choice must reach on the real test set. */
const FLOORS: readonly (readonly [name: string, flags: readonly string[], floor: number])[] = [
  ["the defaults in 10 epochs", [], 0.975],
  ["SGD in 5 epochs", ["--optimizer=sgd", "--epochs=5"], 0.94],
  ["Momentum in 5 epochs", ["--optimizer=momentum", "--epochs=5"], 0.94],
  ["AdaGrad in 5 epochs", ["--optimizer=adagrad", "--epochs=5"], 0.94],
  ["RMSProp in 5 epochs", ["--optimizer=rmsprop", "--epochs=5"], 0.94],
  // Its slopes are at most a quarter: three layers of it learn slowly in few large steps.
  ["sigmoid in 5 epochs", ["--activation=sigmoid", "--batch-size=100", "--epochs=5"], 0.95],
  ["tanh in 5 epochs", ["--activation=tanh", "--epochs=5"], 0.95],
  [
    "online learning on 2,000 samples",
    [
      "--batch-size=1",
      "--limit-train=2000",
      "--optimizer=sgd",
      "--learning-rate=0.01",
      "--epochs=1",
    ],
    0.8,
  ],
  [
    "batch learning on 2,000 samples",
    ["--batch-size=full", "--limit-train=2000", "--epochs=60"],
    0.85,
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
