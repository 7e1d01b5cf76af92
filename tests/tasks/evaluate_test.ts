import { assertAlmostEquals, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { parseMetrics } from "../../src/run/metrics_file.ts";
import { needs } from "../_permissions.ts";
import { runTask } from "./_task.ts";

const ignore = !needs("read", "write", "run");

Deno.test({
  name:
    "evaluate --verbose prints scores of every class, --json everything, --best those of the best epoch",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const run = `${folder}/run`;
      const size = ["--limit-train=3000", "--epochs=3", "--batch-size=100", "--hidden=32"];
      // The rate rises until the last epoch is worse than the one before.
      const rate = ["--optimizer=sgd", "--learning-rate=3", "--warmup-steps=90"];
      const trained = await runTask("train", ...size, ...rate, "--out", run);
      assertEquals(trained.code, 0, trained.stderr);
      const verbose = await runTask("evaluate", "--run", run, "--verbose");
      assertEquals(verbose.stdout.split("\n").slice(-3).join("\n"), trained.stdout);
      assertMatch(
        verbose.stdout,
        /^class +precision +recall +f1 +samples\n( +\d .*\n){10}macro /,
      );
      const { stdout } = await runTask("evaluate", "--run", run, "--json");
      const { loss, accuracy, classes, macro, confusion } = JSON.parse(stdout);
      assertEquals(`loss: ${loss.toFixed(4)}\naccuracy: ${accuracy.toFixed(4)}\n`, trained.stdout);
      assertEquals([classes.length, confusion.length, macro.samples], [10, 10, 10_000]);
      const right = confusion.reduce(
        (sum: number, row: number[], i: number) => sum + (row[i] ?? 0),
        0,
      );
      assertEquals(accuracy.toFixed(4), (right / 10_000).toFixed(4));
      const epochs = parseMetrics(await Deno.readTextFile(`${run}/metrics.jsonl`), "metrics.jsonl");
      const losses = epochs.map((epoch) => epoch["val_loss"] ?? NaN);
      const lowest = losses.indexOf(Math.min(...losses));
      assertEquals([losses.length, lowest < 2], [3, true], "the last epoch is the best");
      const best = await runTask("evaluate", "--run", run, "--best", "--json");
      const result = JSON.parse(best.stdout);
      // The workers add up the samples in another order than one process does.
      assertAlmostEquals(result.loss, losses[lowest] ?? NaN, 1e-5);
      assertAlmostEquals(result.accuracy, epochs[lowest]?.["val_accuracy"] ?? NaN, 1e-9);
      assertNotEquals(result.loss.toFixed(2), loss.toFixed(2));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "evaluate says in one line that there is no such run",
  ignore,
  fn: async () => {
    const { code, stderr } = await runTask("evaluate", "--run", "none");
    assertEquals(code, 1);
    assertMatch(stderr, /^error: Cannot find run "none": .*\n$/);
  },
});
