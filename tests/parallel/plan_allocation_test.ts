import { assertEquals, assertLess } from "@std/assert";
import { runDeno } from "../_deno.ts";
import { needs } from "../_permissions.ts";

/** Bytes that a step may take. Measured: 10 KiB, of views and of sums; a step by tfjs takes 460 KiB. */
const LIMIT = 16 * 1024;

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
    const median = spans.toSorted((a, b) => a - b)[spans.length >> 1] ?? NaN;
    assertLess(median, LIMIT);
  },
});
