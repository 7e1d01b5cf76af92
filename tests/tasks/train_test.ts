import { assertEquals, assertGreaterOrEqual, assertLess, assertMatch } from "@std/assert";
import { exists } from "@std/fs/exists";
import { needs } from "../_permissions.ts";
import { runTask, taskCommand } from "./_task.ts";

const ignore = !needs("read", "write", "run");

Deno.test({
  name: "train reaches an accuracy of 0.95 in 2 epochs on real MNIST, and evaluate reproduces it",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const run = `${folder}/first`;
      const trained = await runTask("train", "--epochs", "2", "--workers", "2", "--out", run);
      assertEquals(trained.code, 0, trained.stderr);
      assertMatch(trained.stdout, /^loss: \d\.\d{4}\naccuracy: \d\.\d{4}\n$/);
      assertMatch(trained.stderr, /epoch 2\/2\s+loss [\d.]+\s+accuracy [\d.]+\s+val_loss [\d.]+\s/);
      assertGreaterOrEqual(Number(/accuracy: (.*)/.exec(trained.stdout)?.[1]), 0.95);
      for (const path of [run, `${folder}/latest`]) {
        const evaluated = await runTask("evaluate", "--run", path);
        assertEquals(evaluated.stdout, trained.stdout, evaluated.stderr);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train --json prints one object an event, the result last",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const flags = ["--json", "--epochs", "1", "--hidden", "8", "--validation-split", "0.5"];
      const { code, stdout } = await runTask("train", ...flags, "--out", `${folder}/run`);
      assertEquals(code, 0);
      const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
      assertEquals(events[0].type, "train-begin");
      assertEquals(events[0].samples, 30_000);
      assertEquals(events.filter(({ type }) => type === "step").length, 30);
      assertEquals(events.at(-1).type, "result");
      assertLess(events.at(-1).loss, 2.3);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train follows the choices of activation, loss and optimizer, and evaluate reproduces it",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const choices = ["--activation=tanh", "--loss=sumOfSquares", "--optimizer=momentum"];
      const size = ["--limit-train=6000", "--batch-size=100", "--epochs=4", "--hidden=100"];
      const run = `${folder}/run`;
      const trained = await runTask("train", ...choices, ...size, "--out", run);
      assertEquals(trained.code, 0, trained.stderr);
      assertGreaterOrEqual(Number(/accuracy: (.*)/.exec(trained.stdout)?.[1]), 0.8);
      const config = JSON.parse(await Deno.readTextFile(`${run}/config.json`));
      assertEquals(config.outputActivation, "sigmoid");
      assertEquals(config.learningRate, 0.05);
      const evaluated = await runTask("evaluate", "--run", run);
      assertEquals(evaluated.stdout, trained.stdout, evaluated.stderr);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "Ctrl-C ends training after the step, keeps the model, and exits with 130",
  ignore: ignore || Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const child = taskCommand("train", "--json", "--epochs", "50", "--out", `${folder}/run`)
        .spawn();
      const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!text.includes('"step"')) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
      }
      child.kill("SIGINT");
      while (!(await reader.read()).done);
      await child.stderr.cancel();
      assertEquals((await child.status).code, 130);
      assertEquals(await exists(`${folder}/run/model/model.json`, { isFile: true }), true);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const MISTAKES: readonly (readonly [string[], RegExp])[] = [
  [["--epohcs", "3"], /"--epohcs": did you mean "--epochs"/],
  [["--epochs"], /"--epochs" needs a value/],
  [["--epochs", "x"], /"x": expected a whole number, 1 or more/],
  [["--workers", "0"], /"0": expected a whole number, 1 or more/],
  [["--batch-size", "70000"], /the training set has 60000 samples/],
  [["--backend", "gpu"], /expected one of wasm, wasm-simd, blas, cpu/],
  [["--validation-split", "1"], /from 0 to below 1/],
  [["--optimizer", "adm"], /expected one of sgd, .*did you mean "adam"/],
  [["--activation", "rellu"], /did you mean "relu"/],
  [["--loss", "huber", "--output-activation", "softmax"], /with loss "huber": expected linear/],
  [["--output-activation", "sigmoid"], /with loss "categoricalCrossentropy": expected softmax/],
  [["--limit-train", "0"], /"0": expected a whole number, 1 or more/],
  [["more"], /Unexpected argument "more"/],
];

for (const [flags, expected] of MISTAKES) {
  Deno.test({
    name: `train ${flags.join(" ")} says what is wrong in one line, and exits with 2`,
    ignore,
    fn: async () => {
      const { code, stdout, stderr } = await runTask("train", ...flags);
      assertEquals(code, 2);
      assertEquals(stdout, "");
      assertMatch(stderr, expected);
      assertEquals(stderr.trimEnd().split("\n").length, 1);
    },
  });
}
