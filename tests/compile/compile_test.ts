// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { needs } from "../_permissions.ts";
import { serverOf } from "../web/_server.ts";
import { decode, killAt, type Outcome, taskCommand } from "../tasks/_task.ts";

const may = needs("read", "write", "run");
/** A deno and the runtime of the same version, where the machine has them. */
const [DENO, DENORT] = may ? [Deno.env.get("DENO_COMPILE"), Deno.env.get("DENORT_BIN")] : [];
if (may && !DENORT) {
  console.log("tests of compile are ignored: DENO_COMPILE and DENORT_BIN name no deno and denort");
}
const ROOT = new URL("../../", import.meta.url).pathname;
/** What a program may be larger than its bare runtime, without data. */
const MOST_BYTES = 40e6;
const DATA_BYTES = 12e6;
const TRAINING = ["--epochs=1", "--limit-train=5000", "--batch-size=500", "--workers=2"];

/** A network of its own, without any interface, where the machine lets one have it. */
async function withoutNetwork(): Promise<string[]> {
  try {
    const { success } = await new Deno.Command("unshare", { args: ["-n", "true"] }).output();
    if (success) return ["unshare", "-n"];
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  console.log("the program runs with the machine's network: it cannot be taken away here");
  return [];
}

Deno.test({
  name: "the compiled program trains and evaluates with nothing around it, as deno run does",
  ignore: !may || !DENO || !DENORT,
  fn: async (t) => {
    const folder = await Deno.makeTempDir();
    const [bin, home, out] = ["bin", "home", "out"].map((name) => `${folder}/${name}`);
    for (const path of [bin, home, out]) await Deno.mkdir(path ?? "");
    const program = `${bin}/tandem`;
    const isolated = await withoutNetwork();
    const run = async (...args: string[]): Promise<Outcome> => {
      const all = ["-i", `HOME=${home}`, "PATH=/usr/bin:/bin", ...isolated, program, ...args];
      return decode(await new Deno.Command("env", { args: all, cwd: out ?? "" }).output());
    };
    try {
      await t.step("it is at most 40 MB larger than its runtime, data not counted", async () => {
        const args = ["--with-data", "--out", program, "--deno", DENO ?? ""];
        const { code, stderr } = decode(await taskCommand("compile", ...args).output());
        assertEquals(code, 0, stderr);
        const [{ size }, bare] = [await Deno.stat(program), await Deno.stat(DENORT ?? "")];
        assertLess(size - bare.size - DATA_BYTES, MOST_BYTES);
        await Deno.chmod(bin ?? "", 0o555);
      });
      await t.step(
        "it trains on its own data, and gives the weights that deno run gives",
        async () => {
          const trained = await run("train", ...TRAINING, "--out", "run");
          assertEquals(trained.code, 0, trained.stderr);
          assertMatch(trained.stdout, /^loss: .*\naccuracy: .*\n$/);
          const task = await new Deno.Command(DENO ?? "", {
            args: [
              ...["run", "--no-lock", "--no-prompt", "--allow-read", "--allow-write"],
              ...["tasks/train.ts", ...TRAINING, "--out", `${out}/task`],
            ],
            cwd: ROOT,
          }).output();
          assertEquals(task.code, 0, decode(task).stderr);
          assertEquals(
            await Deno.readFile(`${out}/run/model/weights.bin`),
            await Deno.readFile(`${out}/task/model/weights.bin`),
          );
          const evaluated = await run("evaluate", "--run", "run");
          assertEquals(evaluated.stdout, trained.stdout, evaluated.stderr);
          const reported = await run("report", "--run", "run");
          assertEquals(reported.stdout, "run/report.html\n", reported.stderr);
          // An upright stroke.
          const sheet = new PNG({ width: 28, height: 28 });
          sheet.data.fill(255);
          for (let y = 6; y < 22; y++) sheet.data.set([0, 0, 0, 255], 4 * (28 * y + 14));
          await Deno.writeFile(`${out}/sheet.png`, PNG.sync.write(sheet));
          const predicted = await run("predict", "--run", "run", "sheet.png");
          assertMatch(
            predicted.stdout,
            /^sheet\.png: \d \(\d\.\d{4}\)(, unsure)?\n$/,
            predicted.stderr,
          );
        },
      );
      await t.step(
        "it goes on after SIGKILL, to the weights of training that did not stop",
        async () => {
          const more = ["train", ...TRAINING, "--epochs=3", "--json", "--out"];
          const whole = await run(...more, "whole");
          assertEquals(whole.code, 0, whole.stderr);
          const command = new Deno.Command(program, {
            args: [...more, "killed"],
            cwd: out ?? "",
            stdout: "piped",
            stderr: "null",
          });
          await killAt(command, '"epoch":1,"step":1');
          const resumed = await run("train", "--resume", "killed");
          assertEquals(resumed.code, 0, resumed.stderr);
          assertEquals(
            await Deno.readFile(`${out}/killed/model/weights.bin`),
            await Deno.readFile(`${out}/whole/model/weights.bin`),
          );
        },
      );
      await t.step("it serves its page, and asks the model about a drawing", async () => {
        // Not without a network: there the machine cannot reach itself.
        const args = ["-i", `HOME=${home}`, program, "serve", "--port=0", "--runs=."];
        await using server = await serverOf(
          new Deno.Command("env", { args, cwd: out ?? "", stdout: "piped", stderr: "piped" }),
        );
        for (const file of ["", "page.css", "page.js", "curves?run=run"]) {
          const { ok, body } = await fetch(`${server.url}${file}`);
          await body?.cancel();
          assertEquals(ok, true, file);
        }
        const answer = await fetch(`${server.url}classify?run=run`, {
          method: "POST",
          headers: { "content-type": "image/png" },
          body: await Deno.readFile(`${out}/sheet.png`),
        });
        assertEquals((await answer.json()).probabilities?.length, 10);
      });
      await t.step("it has every command, the benchmark among them", async () => {
        const help = await run("--help");
        const names = help.stdout.match(/(?<=^ {2})[a-z]+/gm);
        assertEquals(
          names,
          ["data", "train", "evaluate", "report", "predict", "serve", "bench"],
          help.stderr,
        );
        for (const name of names ?? []) {
          const { code, stdout } = await run(name, "--help");
          assertEquals([code, stdout.split(" [flags]")[0]], [0, `tandem ${name}`]);
        }
        const groups = ["--groups=products,cnn", "--rounds=1", "--workers=1"];
        const measured = await run("bench", ...groups, "--json");
        assertEquals(measured.code, 0, measured.stderr);
        const rows: { name: string; group: string }[] = JSON.parse(measured.stdout).rows;
        for (
          const contestant of ["ceiling", "tfjs", "tfjs model.fit, cpu", "tandem wasm, 1 worker"]
        ) {
          assertEquals(rows.some(({ name }) => name === contestant), true, contestant);
        }
        assertMatch(rows.at(-1)?.group ?? "", /^training CNN .* on MNIST, batch 128$/);
      });
      await t.step("it says in one line what is wrong, and leaves nothing behind", async () => {
        const wrong = await run("train", "--epohcs", "3");
        assertEquals(wrong.code, 2);
        assertMatch(wrong.stderr, /^error: .*did you mean "--epochs".*\n$/);
        assertEquals((await Array.fromAsync(Deno.readDir(home ?? ""))).length, 0);
      });
    } finally {
      await Deno.chmod(bin ?? "", 0o755);
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Variables of this process that a child is to have. */
function kept(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

Deno.test({
  name: "compile says what to set where Deno's runtime cannot be had",
  ignore: !may || !DENO || !DENORT,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const args = [
        "task",
        "--quiet",
        "compile",
        "--out",
        `${folder}/tandem`,
        "--deno",
        DENO ?? "",
      ];
      const { code, stderr } = decode(
        await new Deno.Command(Deno.execPath(), {
          args: [...args, "--target", "aarch64-apple-darwin"],
          cwd: ROOT,
          clearEnv: true,
          // A proxy that is not there stands for a download site that is out of reach.
          env: { ...kept("PATH", "HOME", "DENO_DIR"), HTTPS_PROXY: "http://127.0.0.1:9" },
        }).output(),
      );
      assertEquals(code, 1);
      assertMatch(
        stderr,
        /^error: Cannot compile: Deno's runtime cannot be downloaded \(.*set DENORT_BIN/,
      );
      assertEquals(stderr.trimEnd().split("\n").length, 1);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "compile refuses a machine that Deno does not compile for",
  ignore: !may,
  fn: async () => {
    const { code, stderr } = decode(await taskCommand("compile", "--target", "riscv").output());
    assertEquals(code, 2);
    assertMatch(stderr, /^error: Cannot use --target "riscv": expected one of .*\n$/);
  },
});
