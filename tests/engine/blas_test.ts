/**
 * The backend `blas`, in processes of their own: only they may open libraries.
 *
 * @module
 */
import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import type { Logs } from "tandem";
import { blasPlaces } from "../../src/engine/blas.ts";
import { needs } from "../_permissions.ts";
import { decode, type Outcome, runTask } from "../tasks/_task.ts";

const mayRun = needs("read", "run");
const { folders, paths } = blasPlaces();

/** Accelerate is a part of macOS, and no file. */
const installed = mayRun && (Deno.build.os === "darwin" || paths.some(exists));

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

async function deno(...args: string[]): Promise<Outcome> {
  const env = { NO_COLOR: "1" };
  return decode(await new Deno.Command(Deno.execPath(), { args, env }).output());
}

Deno.test({
  name:
    'the suites on products, gradients, equivalence, parity and layers pass on "blas", where it is installed',
  ignore: !installed,
  fn: async () => {
    const { code, stdout } = await deno(
      "test",
      "--no-prompt",
      "--allow-read",
      `--allow-ffi=${folders}`,
      "--filter=blas",
      "tests/engine/gradients_test.ts",
      "tests/engine/kernels/matrix_product_test.ts",
      "tests/parallel/equivalence_test.ts",
      "tests/training/layers_test.ts",
      "tests/training/parity_test.ts",
    );
    assertEquals(code, 0, stdout);
    // All but the suites' tests without a backend: none may be left out unseen.
    assertEquals(/(\d+) passed/.exec(stdout)?.[1], "83", stdout);
  },
});

Deno.test({
  name: "train:native gives the losses of an epoch of train, where BLAS is installed",
  ignore: !installed || !needs("write"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const epoch = async (task: string): Promise<Logs> => {
        const size = ["--epochs=1", "--limit-train=10000", "--limit-test=1000", "--workers=2"];
        const flags = ["--json", ...size, `--out=${folder}/${task}`];
        const { code, stdout, stderr } = await runTask(task, ...flags);
        assertEquals(code, 0, stderr);
        const events = stdout.trim().split("\n").map((line) => JSON.parse(line));
        return events.find(({ type }) => type === "epoch").logs;
      };
      const native = await epoch("train:native");
      const plain = await epoch("train");
      for (const name of ["loss", "val_loss"]) {
        assertAlmostEquals(native[name] ?? NaN, plain[name] ?? NaN, 1e-4);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "a backend that may not open a library says which task may",
  ignore: !mayRun,
  fn: async () => {
    const { code, stderr } = await runTask("train", "--backend", "blas");
    assertEquals(code, 1);
    assertMatch(stderr, /^error: Cannot start backend "blas": .*"deno task train:native".*\n$/);
  },
});

Deno.test({
  name: "a backend that finds no library names what it looked for, and how to install it",
  ignore: !mayRun || Deno.build.os !== "linux" || exists("/opt/intel/oneapi/mkl/latest/lib"),
  fn: async () => {
    const { code, stderr } = await deno(
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-ffi=/opt/intel/oneapi/mkl/latest/lib",
      "tasks/train.ts",
      "--backend=blas",
    );
    assertEquals(code, 1);
    assertMatch(stderr, /found none of libopenblas\.so\.0, .* in .*; install OpenBLAS, .*\n$/);
    assertEquals(stderr.trim().split("\n").length, 1);
  },
});
