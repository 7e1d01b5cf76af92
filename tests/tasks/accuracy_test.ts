import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import { existsSync } from "@std/fs/exists";
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

/** Where Debian's package puts the files. */
const CLOTHES = "/usr/share/datasets/fashion-mnist";

/** What other data sets must reach. */
const OTHERS: readonly (readonly [name: string, flags: readonly string[], floor: number])[] = [
  ["iris", [], 0.95],
  ["auto-mpg", [], 0.85],
  [
    "fashion-mnist",
    ["--data-dir", CLOTHES, "--schedule=cosine", "--batch-size=250", "--epochs=6"],
    0.88,
  ],
];

/** Trains, and reads a metric of the result. */
async function reached(metric: string, flags: readonly string[]): Promise<number> {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await runTask("train", ...flags, "--out", `${folder}/run`);
    assertEquals(code, 0, stderr);
    return Number(new RegExp(`^${metric}: (.*)`, "m").exec(stdout)?.[1]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const [name, flags, floor] of FLOORS) {
  Deno.test({
    name: `on real MNIST ${name} reach an accuracy of ${floor}`,
    ignore: !needs("read", "write", "run"),
    fn: async () => assertGreaterOrEqual(await reached("accuracy", flags), floor),
  });
}

for (const [name, flags, floor] of OTHERS) {
  const metric = name === "auto-mpg" ? "r2" : "accuracy";
  Deno.test({
    name: `a multilayer perceptron reaches ${metric} ${floor} on the test set of ${name}`,
    ignore: !needs("read", "write", "run") || (flags.includes(CLOTHES) && !existsSync(CLOTHES)),
    fn: async () => {
      assertGreaterOrEqual(await reached(metric, ["--dataset", name, ...flags]), floor);
    },
  });
}
