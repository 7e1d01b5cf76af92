import { assertEquals, assertMatch } from "@std/assert";
import { needs } from "../_permissions.ts";
import { runTask } from "./_task.ts";

const ignore = !needs("read", "write", "run");

Deno.test({
  name: "report writes a page of a run, and says in one line what is wrong with its numbers",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const run = `${folder}/run`;
      const size = ["--limit-train=1000", "--limit-test=200", "--epochs=3", "--hidden=8"];
      const trained = await runTask("train", ...size, "--out", run);
      assertEquals(trained.code, 0, trained.stderr);
      const { code, stdout, stderr } = await runTask("report", "--run", run);
      assertEquals([code, stdout], [0, `${run}/report.html\n`], stderr);
      const page = await Deno.readTextFile(`${run}/report.html`);
      assertEquals(page.match(/<figure>/g)?.length, 2);
      await Deno.writeTextFile(`${run}/metrics.jsonl`, "{\n", { append: true });
      const corrupt = await runTask("report", "--run", run, "--out", `${folder}/none.html`);
      assertEquals(corrupt.code, 1);
      assertMatch(corrupt.stderr, /^error: Cannot read .*metrics.jsonl": .* in line 4\n$/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
