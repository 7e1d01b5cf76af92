/**
 * Runs the specs of a bundle, and prints one JSON array of {@linkcode SpecResult}. A process of its own, under the
 * bundle's import map: the specs replace tfjs's platform, flags and backends as they go.
 *
 *     deno run --allow-read --import-map=IMPORT_MAP _run.ts BUNDLE tandem|stock|cpu
 *
 * `tandem` is the `wasm` backend as the engine starts it, `stock` the same without the kernels that the engine
 * registers, `cpu` tfjs's own reference.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type BackendName, useBackend } from "../../src/engine/backend.ts";
import { randomStream } from "../../src/parallel/random.ts";

/** How one spec went. */
export interface SpecResult {
  /** The suites' names and the spec's own; a repeated name ends with ` (2)`, ` (3)`. */
  readonly name: string;
  /** Whether every expectation held. */
  readonly passed: boolean;
  /** What went wrong, one line an expectation. */
  readonly failures: readonly string[];
}

interface JasmineResult {
  readonly fullName: string;
  readonly status: "passed" | "failed" | "pending" | "excluded";
  readonly failedExpectations: readonly { readonly message: string }[];
}

interface JasmineEnv {
  configure(options: Record<string, boolean>): void;
  addReporter(reporter: Record<string, (result: JasmineResult) => void>): void;
  execute(): Promise<{ readonly overallStatus: string }>;
}

interface SpecBundle {
  setTestEnvs(envs: { name: string; backendName: string; isDataSync: boolean }[]): void;
  startJasmine(): JasmineEnv;
  defineSpecs(): Promise<void>;
}

/** What tfjs adds to the name of a suite that runs in each environment. */
const ENVIRONMENT = " backend {}";

async function useStockBackend(): Promise<void> {
  const stock = tf.getKernelsForBackend("wasm");
  await useBackend("wasm");
  for (const { kernelName } of tf.getKernelsForBackend("wasm")) {
    tf.unregisterKernel(kernelName, "wasm");
  }
  for (const kernel of stock) tf.registerKernel(kernel);
}

async function runSpecs(specs: SpecBundle, backendName: BackendName): Promise<SpecResult[]> {
  const jasmine = specs.startJasmine();
  jasmine.configure({ random: false, forbidDuplicateNames: false });
  const results: SpecResult[] = [];
  const seen = new Map<string, number>();
  const record = ({ fullName, status, failedExpectations }: JasmineResult): void => {
    if (status !== "passed" && status !== "failed") return;
    const name = fullName.replace(ENVIRONMENT, "");
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    results.push({
      name: count > 1 ? `${name} (${count})` : name,
      passed: status === "passed",
      failures: failedExpectations.map(({ message }) => message.split("\n")[0] ?? ""),
    });
  };
  const { fetch } = globalThis;
  jasmine.addReporter({
    // One of tfjs's suites takes fetch away and leaves it so; the backend, which every suite starts anew, needs it.
    suiteStarted: () => {
      globalThis.fetch = fetch;
    },
    specDone: record,
    // A suite reports only what went wrong outside its specs.
    suiteDone: (suite) => {
      if (suite.failedExpectations.length > 0) record({ ...suite, status: "failed" });
    },
  });
  specs.setTestEnvs([{ name: "backend", backendName, isDataSync: true }]);
  await specs.defineSpecs();
  await jasmine.execute();
  return results;
}

const [bundle = "", subject = "tandem"] = Deno.args;
const specs: SpecBundle = await import(bundle);
const backendName = subject === "cpu" ? "cpu" : "wasm";
await (subject === "stock" ? useStockBackend() : useBackend(backendName));
// Standard output is for the report alone; chance is the same in every run.
const print = console.log;
console.log = console.info = console.debug = console.warn;
Math.random = randomStream(1);
print(JSON.stringify(await runSpecs(specs, backendName)));
// Some specs leave timers behind.
Deno.exit(0);
