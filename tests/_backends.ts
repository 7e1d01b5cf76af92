/**
 * The backends that suites run on.
 *
 * @module
 */
import type { BackendName } from "tandem";
import { blasPlaces } from "../src/engine/blas.ts";

/** What {@linkcode blasPlaces} needs of the permissions to open a library. */
const mayOpenLibraries = blasPlaces().folders.some((path) =>
  Deno.permissions.querySync({ name: "ffi", path }).state === "granted"
);

/** Every backend made for training. `blas` is among them only in a process that may open libraries. */
export const TRAINING_BACKENDS: readonly BackendName[] = [
  "wasm",
  "wasm-simd",
  ...(mayOpenLibraries ? ["blas"] as const : []),
];
