import { assertEquals, assertMatch } from "@std/assert";
import { needs } from "../_permissions.ts";
import { killAt, runTask } from "./_task.ts";

const ignore = !needs("read", "write", "run") || Deno.build.os === "windows";
const ROOT = new URL("../../", import.meta.url);
const CHOICES = [
  ...["--limit-train=3000", "--limit-test=500", "--epochs=6", "--batch-size=100", "--hidden=24"],
  ...["--dropout=0.2", "--batch-norm", "--optimizer=adam", "--schedule=cosine", "--workers=2"],
  ...["--early-stopping", "--patience=4", "--restore-best", "--plateau-patience=1"],
];

/** Trains until some epochs are done, and kills the process within the next one. */
async function trainAndKill(epochs: number, args: readonly string[]): Promise<void> {
  const flags = ["run", "--no-prompt", "--allow-read", "--allow-write"];
  const command = new Deno.Command(Deno.execPath(), {
    args: [...flags, "tasks/train.ts", "--json", ...args],
    cwd: ROOT,
    stdout: "piped",
    stderr: "null",
  });
  // The step after an epoch comes when its checkpoint is written.
  await killAt(command, `"epoch":${epochs},"step":3`);
}

Deno.test({
  name: "train --resume after SIGKILL ends with the weights of a run that was never interrupted",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const [whole, killed] = [`${folder}/whole`, `${folder}/killed`];
      const expected = await runTask("train", ...CHOICES, "--out", whole);
      assertEquals(expected.code, 0, expected.stderr);
      await trainAndKill(3, [...CHOICES, "--out", killed]);
      const names = await Array.fromAsync(
        Deno.readDir(`${killed}/checkpoint`),
        ({ name }) => name,
      );
      assertEquals(names.toSorted(), ["epoch-000002", "epoch-000003"]);
      // A newest checkpoint that is not whole is passed over.
      await Deno.truncate(`${killed}/checkpoint/epoch-000003/values.bin`, 100);
      const resumed = await runTask("train", "--resume", killed);
      assertEquals(resumed.stdout, expected.stdout, resumed.stderr);
      assertMatch(resumed.stderr, /^epoch 3\/6/);
      for (const file of ["model/weights.bin", "best/weights.bin", "config.json"]) {
        const bytes = await Deno.readFile(`${whole}/${file}`);
        assertEquals(await Deno.readFile(`${killed}/${file}`), bytes, file);
      }
      const longer = await runTask("train", "--resume", `${folder}/latest`, "--epochs=7");
      assertEquals(longer.code, 0, longer.stderr);
      assertMatch(await Deno.readTextFile(`${killed}/metrics.jsonl`), /"epoch":6/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** The bytes of the files that a run's weights lie in, and the epochs that it has. */
async function contents(run: string): Promise<unknown[]> {
  const files = ["model/weights.bin", "best/weights.bin", "metrics.jsonl", "config.json"];
  return await Promise.all(files.map((file) => Deno.readFile(`${run}/${file}`)));
}

const SMALL = ["--limit-train=500", "--limit-test=200", "--hidden=8", "--workers=1"];

Deno.test({
  name: "train --resume of a run that has ended says so, prints its result, and changes nothing",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      // A rate of 0: no epoch is better than the first one.
      const rules = ["--epochs=9", "--learning-rate=0", "--early-stopping", "--restore-best"];
      const [stopped, whole] = [`${folder}/stopped`, `${folder}/whole`];
      const first = await runTask("train", ...SMALL, ...rules, `--out=${stopped}`);
      assertEquals(first.code, 0, first.stderr);
      assertMatch(first.stderr, /stopped early, after epoch 2 of 9/);
      const second = await runTask("train", ...SMALL, "--epochs=1", `--out=${whole}`);
      assertEquals(second.code, 0, second.stderr);
      const cases: readonly (readonly [string, string[], string, RegExp])[] = [
        [stopped, [], first.stdout, /is complete: early stopping ended it after epoch 2\n$/],
        [stopped, ["--epochs=20"], first.stdout, /is complete: early stopping ended it/],
        [whole, [], second.stdout, /is complete: it has made its 1 epochs; --epochs 2 or more/],
      ];
      for (const [run, flags, stdout, message] of cases) {
        const before = await contents(run);
        const again = await runTask("train", "--resume", run, ...flags);
        assertEquals([again.code, again.stdout], [0, stdout], again.stderr);
        assertMatch(again.stderr, message);
        assertEquals(await contents(run), before);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "train --out into a folder that holds a run is refused, unless with --overwrite",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const run = `${folder}/run`;
      const out = [...SMALL, `--out=${run}`];
      const first = await runTask("train", ...out, "--epochs=3");
      assertEquals(first.code, 0, first.stderr);
      const before = await contents(run);
      const second = await runTask("train", ...out, "--epochs=1", "--seed=7");
      assertEquals(second.code, 2);
      assertMatch(second.stderr, /^error: .* holds a run; --resume .*, --overwrite .*\n$/);
      // What fails before the first epoch ends loses nothing.
      const diverging = ["--learning-rate=1e30", "--batch-size=50"];
      const lost = await runTask("train", ...out, "--overwrite", ...diverging);
      assertEquals(lost.code, 1, lost.stderr);
      assertEquals(await contents(run), before);
      const third = await runTask("train", ...out, "--epochs=1", "--seed=7", "--overwrite");
      assertEquals(third.code, 0, third.stderr);
      const epochs = (await Deno.readTextFile(`${run}/metrics.jsonl`)).trim().split("\n");
      assertEquals(epochs.length, 1);
      const names = await Array.fromAsync(Deno.readDir(`${run}/checkpoint`), ({ name }) => name);
      assertEquals(names, ["epoch-000001"]);
      const fresh = await runTask("train", ...SMALL, "--epochs=1", "--seed=7", `--out=${run}-2`);
      assertEquals(third.stdout, fresh.stdout);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const MISTAKES: readonly (readonly [string[], RegExp])[] = [
  [["--resume", "none"], /Cannot find run "none": expected a run's folder/],
  [["--resume", "none", "--hidden", "5"], /Cannot use --hidden with --resume/],
  [["--resume", "none", "--out", "x"], /Cannot use --out with --resume/],
  [["--resume", "none", "--overwrite"], /Cannot use --overwrite with --resume/],
  [["--overwrite"], /Cannot use --overwrite without --out/],
];

for (const [flags, expected] of MISTAKES) {
  Deno.test({
    name: `train ${flags.join(" ")} says what is wrong in one line, and exits with 2`,
    ignore,
    fn: async () => {
      const { code, stderr } = await runTask("train", ...flags);
      assertEquals(code, 2);
      assertMatch(stderr, expected);
      assertEquals(stderr.trimEnd().split("\n").length, 1);
    },
  });
}
