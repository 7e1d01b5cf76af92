/**
 * The engine of each backend: tfjs may dispose a backend and make another, each with a memory of its own.
 *
 * @module
 */
import type { HeapEngine } from "./heap_engine.ts";
import type { WasmBackend } from "./wasm_heap.ts";

/** Makes the engine of a backend. */
export type EngineFactory = (backend: WasmBackend) => HeapEngine;

/** By the backend's heap, which stands-in of the backend share with it. */
type Engines = WeakMap<WasmBackend["wasm"], HeapEngine>;

let factory: EngineFactory | undefined;
let engines: Engines = new WeakMap();
/** What was made is kept: who comes back to a factory finds it, and the heap holds one of each. */
const made = new WeakMap<EngineFactory, Engines>();

/**
 * Chooses what computes from now on.
 *
 * @param createEngine Makes the engine of a backend, once for each.
 */
export function useEngines(createEngine: EngineFactory): void {
  factory = createEngine;
  engines = made.get(createEngine) ?? new WeakMap();
  made.set(createEngine, engines);
}

/** Whether a choice was made: on a machine that runs no build of ours there is none. */
export function hasEngine(): boolean {
  return factory !== undefined;
}

/**
 * Finds the engine of a backend, and makes it the first time.
 *
 * @param backend The backend.
 * @returns Its engine.
 */
export function engineOf(backend: WasmBackend): HeapEngine {
  const known = engines.get(backend.wasm);
  if (known) return known;
  if (!factory) throw new Error('Cannot compute on backend "wasm": no engine was chosen');
  const engine = factory(backend);
  engines.set(backend.wasm, engine);
  return engine;
}
