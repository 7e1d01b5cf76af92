/**
 * Chooses and starts what computes: a tfjs backend by name.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-wasm";
import { repairMatrixProducts } from "./matrix_product.ts";

/** The names of the backends: `wasm` is the default, `cpu` is tfjs's own JavaScript. */
export const BACKENDS = ["wasm", "cpu"] as const;

/** Name of a backend. */
export type BackendName = typeof BACKENDS[number];

/** tfjs otherwise reads the address as a path, as in Node. */
const FETCH_IT = true;

const SIMD_BINARY = "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm";

/**
 * Starts a backend in this thread, and makes it tfjs's current one.
 *
 * @param name The backend to start.
 * @throws {Error} If the backend cannot start on this machine.
 *
 * @example
 * ```ts ignore
 * import { useBackend } from "tandem";
 *
 * await useBackend("wasm");
 * ```
 */
export async function useBackend(name: BackendName): Promise<void> {
  tf.enableProdMode();
  if (tf.getBackend() === name) return;
  if (name === "wasm") {
    await locateWasm();
    repairMatrixProducts();
  }
  if (!await tf.setBackend(name)) {
    throw new Error(`Cannot start backend "${name}": it does not run on this machine`);
  }
  await tf.ready();
}

/**
 * Gives tfjs the WASM binary as a blob: a compiled program holds the file, but cannot fetch it. tfjs wants all
 * three of its builds named; under Deno it asks for the SIMD one alone.
 */
async function locateWasm(): Promise<void> {
  const bytes = await Deno.readFile(new URL(import.meta.resolve(SIMD_BINARY)));
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/wasm" }));
  setWasmPaths({
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  }, FETCH_IT);
}
