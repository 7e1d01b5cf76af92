/**
 * tfjs-core's own operator tests, run on the backend that tandem trains with. What fails there is written down in
 * `known_failures.json`, names by reason, and must fail on the stock backend too: the engine may mend the backend,
 * never break it. A spec that passes must be taken off the list.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { needs } from "../_permissions.ts";
import { type Bundle, bundle } from "./_bundle.ts";
import type { SpecResult } from "./_run.ts";
import knownFailures from "./known_failures.json" with { type: "json" };

type Subject = "tandem" | "stock" | "cpu";

/** Suites on what training stands on: no failure is excused there. */
const PRODUCTS_AND_OPTIMIZERS = /^(?:matmul|matmulBatch|fused matmul|\w*optimizer) /i;

/** What tfjs-core 4.22.0 holds is a few more: fewer means that the bundle has lost some. */
const FEWEST_SPECS = 4200;

const ignore = !needs("read", "write", "run");
const known = Object.values<string[]>(knownFailures).flat();
const runs = new Map<Subject, Promise<SpecResult[]>>();
let bundled: Promise<Bundle> | undefined;

/** Bundles tfjs and its specs, once; the bundle is removed with this process. */
async function bundleOnce(): Promise<Bundle> {
  const folder = await Deno.makeTempDir();
  addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return await bundle(folder);
}

/** Runs every spec, once a subject. */
function results(subject: Subject): Promise<SpecResult[]> {
  const run = runs.get(subject) ?? runSpecs(subject);
  runs.set(subject, run);
  return run;
}

async function runSpecs(subject: Subject): Promise<SpecResult[]> {
  const { module, importMap } = await (bundled ??= bundleOnce());
  const script = fileURLToPath(import.meta.resolve("./_run.ts"));
  const permissions = ["--no-prompt", "--frozen", "--allow-read"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, `--import-map=${importMap}`, script, module.href, subject],
  }).output();
  const text = new TextDecoder();
  assert(success, text.decode(stderr));
  const specs: SpecResult[] = JSON.parse(text.decode(stdout));
  assert(specs.length >= FEWEST_SPECS, `Only ${specs.length} specs ran`);
  return specs;
}

function failuresOf(specs: readonly SpecResult[]): Map<string, readonly string[]> {
  return new Map(
    specs.filter(({ passed }) => !passed).map(({ name, failures }) => [name, failures]),
  );
}

/** Names with the first thing that went wrong, for a message. */
function explain(names: readonly string[], failed: ReadonlyMap<string, readonly string[]>): string {
  return names.map((name) => `\n  ${name}: ${failed.get(name)?.[0] ?? "passes"}`).join("");
}

Deno.test({
  name: "tfjs-core's specs pass on the wasm backend, but for the known failures",
  ignore,
  fn: async () => {
    const failed = failuresOf(await results("tandem"));
    const unlisted = [...failed.keys()].filter((name) => !known.includes(name));
    const mended = known.filter((name) => !failed.has(name));
    assertEquals(unlisted, [], `Specs fail and are not listed:${explain(unlisted, failed)}`);
    assertEquals(mended, [], `Specs are listed, but do not fail:${explain(mended, failed)}`);
  },
});

Deno.test({
  name: "tfjs-core's specs that pass on the stock wasm backend pass on tandem's",
  ignore,
  fn: async () => {
    const failed = failuresOf(await results("tandem"));
    if (failed.size + known.length === 0) return;
    const stock = failuresOf(await results("stock"));
    const broken = [...failed.keys()].filter((name) => !stock.has(name));
    assertEquals(broken, [], `Specs fail on tandem's backend alone:${explain(broken, failed)}`);
    const unfounded = known.filter((name) => !stock.has(name));
    assertEquals(unfounded, [], "Specs are listed, but do not fail on the stock backend");
  },
});

Deno.test({
  name: "tfjs-core's specs of matrix products and optimizers all pass on the wasm backend",
  ignore,
  fn: async () => {
    const specs = (await results("tandem")).filter(({ name }) =>
      PRODUCTS_AND_OPTIMIZERS.test(name)
    );
    for (const suite of ["matmul ", "matmulBatch ", "fused matmul ", "AdamOptimizer "]) {
      assert(specs.some(({ name }) => name.startsWith(suite)), `No spec of suite "${suite}" ran`);
    }
    const failed = failuresOf(specs);
    assertEquals([...failed.keys()], [], `Specs fail:${explain([...failed.keys()], failed)}`);
  },
});

Deno.test({
  name: "tfjs-core's specs all pass on the cpu backend, so what fails elsewhere is not the harness",
  ignore,
  fn: async () => {
    assertEquals([...failuresOf(await results("cpu")).keys()], []);
  },
});
