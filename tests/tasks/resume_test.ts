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

const MISTAKES: readonly (readonly [string[], RegExp])[] = [
  [["--resume", "none"], /Cannot find run "none": expected a run's folder/],
  [["--resume", "none", "--hidden", "5"], /Cannot use --hidden with --resume/],
  [["--resume", "none", "--out", "x"], /Cannot use --out with --resume/],
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
