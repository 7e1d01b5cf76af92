import { assertEquals, assertGreaterOrEqual, assertLess, assertMatch } from "@std/assert";
import { exists } from "@std/fs/exists";
import { createMlp, useBackend } from "tandem";
import { sha256 } from "../../src/dataset/digest.ts";
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
  name: "train on wasm-simd gives the default network the same bits on every machine",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const size = ["--epochs=1", "--limit-train=10000", "--limit-test=500"];
      const flags = ["--backend=wasm-simd", "--workers=2", ...size];
      const { code, stderr } = await runTask("train", ...flags, "--out", `${folder}/run`);
      assertEquals(code, 0, stderr);
      const weights = await Deno.readFile(`${folder}/run/model/weights.bin`);
      // Whatever changes it changes what training computes, be it in rounding alone.
      assertEquals(
        await sha256(weights),
        "8f2e18c18d9ad8b2568c44da297c1f800192825bb15acca9bf69a010a768864c",
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train --verbose tells how many workers were chosen, and why steps are not replayed",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const run = `${folder}/run`;
      const flags = ["--backend=cpu", "--hidden=4", "--limit-train=40", "--limit-test=20"];
      const more = ["--batch-size=10", "--epochs=1", "--verbose", "--workers=auto"];
      const { code, stderr } = await runTask("train", ...flags, ...more, "--out", run);
      assertEquals(code, 0, stderr);
      assertMatch(stderr, /^(this thread trains|\d+ workers train): a step .*$/m);
      assertMatch(stderr, /^tfjs computes every step anew: backend "cpu" is run by tfjs alone$/m);
      const { workers } = JSON.parse(await Deno.readTextFile(`${run}/config.json`));
      assertEquals(Number.isInteger(workers) && workers >= 1, true, `${workers} workers`);
      // The saved choices repeat the run, with as many workers.
      const again = `${folder}/again`;
      const repeat = await runTask("train", "--config", `${run}/config.json`, "--out", again);
      assertEquals(repeat.code, 0, repeat.stderr);
      const [first, second] = await Promise.all(
        [run, again].map((each) => Deno.readFile(`${each}/model/weights.bin`)),
      );
      assertEquals(first, second);
      assertEquals(JSON.parse(await Deno.readTextFile(`${again}/config.json`)).workers, workers);
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
      assertEquals(config.optimizer, { name: "momentum", learningRate: 0.05, momentum: 0.9 });
      const evaluated = await runTask("evaluate", "--run", run);
      assertEquals(evaluated.stdout, trained.stdout, evaluated.stderr);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train --config repeats a run bit for bit, and flags win over the file",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const [first, second, third] = ["first", "second", "third"].map((name) =>
        `${folder}/${name}`
      );
      const choices = ["--limit-train=2000", "--limit-test=500", "--epochs=2", "--hidden=16"];
      const knobs = ["--dropout=0.2", "--batch-norm", "--l2=0.001", "--initializer=heNormal"];
      const rules = ["--optimizer=rmsprop", "--schedule=cosine", "--clip-norm=1", "--workers=3"];
      const rest = ["--metrics=acc,top3,f1", "--monitor=val_f1", "--class-weight=3=2"];
      const out = ["--batch-size=100", "--early-stopping", "--patience=5", `--out=${first}`];
      const trained = await runTask("train", ...choices, ...knobs, ...rules, ...rest, ...out);
      assertEquals(trained.code, 0, trained.stderr);
      assertMatch(trained.stdout, /^loss: .*\naccuracy: .*\ntop3: .*\nf1: .*\n$/);
      const config = `--config=${first}/config.json`;
      const again = await runTask("train", config, `--out=${second}`);
      assertEquals(again.stdout, trained.stdout, again.stderr);
      for (const file of ["config.json", "model/weights.bin", "best/weights.bin"]) {
        const bytes = await Deno.readFile(`${first}/${file}`);
        assertEquals(await Deno.readFile(`${second}/${file}`), bytes, file);
      }
      const other = await runTask("train", config, "--epochs=1", `--out=${third}`);
      assertEquals(other.code, 0, other.stderr);
      assertEquals(JSON.parse(await Deno.readTextFile(`${third}/config.json`)).epochs, 1);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train --model reads a saved model and goes on from its weights",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const small = ["--limit-train=2000", "--limit-test=500", "--epochs=1", "--batch-size=100"];
      const first = await runTask("train", ...small, "--hidden=16", `--out=${folder}/first`);
      assertEquals(first.code, 0, first.stderr);
      const model = `--model=${folder}/first/model/model.json`;
      const second = await runTask("train", ...small, model, `--out=${folder}/second`);
      assertEquals(second.code, 0, second.stderr);
      const loss = ({ stdout }: { stdout: string }): number =>
        Number(/loss: (.*)/.exec(stdout)?.[1]);
      assertLess(loss(second), loss(first));
      const evaluated = await runTask("evaluate", `--run=${folder}/second`);
      assertEquals(evaluated.code, 0, evaluated.stderr);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train --model refuses in one line a model whose output does not fit the targets",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await useBackend("cpu");
      const seven = createMlp({ inputSize: 784, hidden: [], outputSize: 7 });
      const model = `${folder}/model.json`;
      await Deno.writeTextFile(model, JSON.stringify(seven.toJSON(null, false)));
      seven.dispose();
      const { code, stderr } = await runTask("train", "--model", model, `--out=${folder}/run`);
      assertEquals(code, 2);
      assertMatch(stderr, /^error: .*outputs of shape \[7\], got labels of 10 classes.*\n$/);
      assertEquals(await exists(`${folder}/run`), false);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train says in one line that the loss is no number, and what to do, and exits with 1",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const choices = ["--optimizer=sgd", "--learning-rate=1000", "--loss=mse"];
      const size = ["--output-activation=linear", "--limit-train=2000", "--batch-size=20"];
      const { code, stderr } = await runTask("train", ...choices, ...size, `--out=${folder}/run`);
      assertEquals(code, 1);
      assertMatch(stderr, /^error: .*epoch 1, step \d+; use a lower learning rate.*\n$/);
      assertEquals(await exists(`${folder}/run`), false);
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
      // As a terminal does, whose Ctrl-C `deno task` passes on to the command that has it already.
      child.kill("SIGINT");
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

Deno.test({
  name:
    "train takes what samples there are for a batch, with a warning, and texts with a byte order mark",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const small = ["--limit-train=500", "--limit-test=200", "--epochs=2", "--hidden=8"];
      const first = await runTask("train", ...small, `--out=${folder}/first`);
      assertEquals(first.code, 0, first.stderr);
      assertMatch(first.stderr, /^warning: the training set has 500 samples, less than a batch/);
      const full = await runTask("train", ...small, "--batch-size=full", `--out=${folder}/full`);
      assertEquals([full.stdout, full.code], [first.stdout, 0], full.stderr);
      for (const file of ["config.json", "model/model.json"]) {
        const path = `${folder}/first/${file}`;
        await Deno.writeTextFile(path, `\uFEFF${await Deno.readTextFile(path)}`);
      }
      const marked = [`--config=${folder}/first/config.json`, `--out=${folder}/marked`];
      const again = await runTask("train", ...marked);
      assertEquals([again.stdout, again.code], [first.stdout, 0], again.stderr);
      const model = `--model=${folder}/first/model/model.json`;
      const size = small.filter((flag) => !flag.startsWith("--hidden"));
      const on = await runTask("train", ...size, model, `--out=${folder}/on`);
      assertEquals(on.code, 0, on.stderr);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train takes a negative number for the value of a flag",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const small = ["--limit-train=500", "--limit-test=200", "--epochs=2", "--hidden=8"];
      const rule = ["--early-stopping", "--baseline", "-0.5", "--patience", "1"];
      const run = await runTask("train", ...small, ...rule, `--out=${folder}/run`);
      assertEquals(run.code, 0, run.stderr);
      const config = JSON.parse(await Deno.readTextFile(`${folder}/run/config.json`));
      assertEquals(config.earlyStopping.baseline, -0.5);
      const wrong = await runTask("train", "--seed", "-1", `--out=${folder}/none`);
      assertMatch(wrong.stderr, /--seed "-1": expected a whole number, 0 or more/);
      assertEquals(wrong.code, 2);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const MISTAKES: readonly (readonly [string[], RegExp])[] = [
  [["--epohcs", "3"], /"--epohcs": did you mean "--epochs"/],
  [["--epochs"], /"--epochs" needs a value/],
  [["--epochs", "x"], /"x": expected a whole number, 1 or more/],
  [["--workers", "0"], /"0": expected "auto" or a whole number, 1 or more/],
  [["--batch-size", "0"], /"0": expected a whole number, 1 or more/],
  [["--baseline", "-z"], /"-z"/],
  [["--backend", "gpu"], /expected one of wasm, wasm-simd, blas, cpu/],
  [["--validation-split", "1"], /from 0 to below 1/],
  [["--optimizer", "adm"], /expected one of sgd, .*did you mean "adam"/],
  [["--activation", "rellu"], /did you mean "relu"/],
  [["--loss", "huber", "--output-activation", "softmax"], /with loss "huber": expected linear/],
  [["--output-activation", "sigmoid"], /with loss "categoricalCrossentropy": expected softmax/],
  [["--limit-train", "0"], /"0": expected a whole number, 1 or more/],
  [["more"], /Unexpected argument "more"/],
  [["--momentum", "0.9"], /with optimizer "adam": it belongs to momentum, nesterov, rmsprop/],
  [["--schedule", "cosine", "--step-every", "9"], /with schedule "cosine": it belongs to step/],
  [["--initializer", "heNormall"], /did you mean "heNormal"/],
  [["--metrics", "acc,f2"], /--metrics "acc,f2": expected one of .*did you mean "f1"/],
  [["--monitor", "val_f1"], /expected one of val_loss, loss, val_accuracy, accuracy/],
  [["--class-weight", "12=2"], /for class 12: expected a class from 0 to 9/],
  [["--class-weight", "many"], /--class-weight "many": expected/],
  [["--clip-norm", "1", "--clip-value", "1"], /expected one of them/],
  [["--dropout", "1"], /from 0 to below 1/],
  [["--model", "none.json"], /"none.json": expected a JSON file/],
  [["--model", "README.md"], /"README.md": expected JSON/],
  [["--model", "deno.json"], /expected "modelTopology" with "class_name"/],
  [["--model", "x.json", "--hidden", "5"], /--hidden with model "x.json"/],
  [["--config", "none.json"], /config "none.json": expected a file that can be read/],
  [["--config", "README.md"], /config "README.md": expected JSON/],
  [["--config", "deno.json"], /config "deno.json": unknown key "name"/],
];

for (const [flags, expected] of MISTAKES) {
  Deno.test({
    name: `train ${flags.join(" ")} says what is wrong in one line, and exits with 2`,
    ignore,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const { code, stdout, stderr } = await runTask("train", "--out", `${folder}/run`, ...flags);
      assertEquals(code, 2);
      assertEquals(stdout, "");
      assertMatch(stderr, expected);
      assertEquals(stderr.trimEnd().split("\n").length, 1);
      assertEquals(await exists(`${folder}/run`), false);
      await Deno.remove(folder);
    },
  });
}
