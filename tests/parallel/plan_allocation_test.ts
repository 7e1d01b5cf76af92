import { assertEquals, assertLess } from "@std/assert";
import { runDeno } from "../_deno.ts";
import { needs } from "../_permissions.ts";

/** Bytes that a step may take, for its numbers, sums and answer. A step by tfjs takes 460 KiB. */
const LIMIT = 4 * 1024;

/** Room for all that the measured steps take: nothing is collected between two looks. */
const V8_FLAGS = "--expose-gc,--min-semi-space-size=32,--max-semi-space-size=32";

Deno.test({
  name: "a step that is replayed leaves next to no garbage in JavaScript's memory",
  ignore: !needs("read", "run"),
  fn: async () => {
    const { code, stdout, stderr } = await runDeno([
      "run",
      "--no-prompt",
      "--no-check",
      "--allow-read",
      `--v8-flags=${V8_FLAGS}`,
      "tests/parallel/_allocation_process.ts",
    ], { cwd: "." });
    assertEquals(code, 0, stderr);
    const spans: number[] = JSON.parse(stdout);
    // What V8 compiles in the meantime takes room, too, but not in every span.
    assertLess(Math.min(...spans), LIMIT);
  },
});
