/**
 * The engine of each backend: tfjs may dispose a backend and make another, each with a memory of its own.
 *
 * @module
 */
import type { HeapEngine } from "./heap_engine.ts";
import type { WasmBackend } from "./wasm_heap.ts";

/** Makes the engine of a backend. */
export type EngineFactory = (backend: WasmBackend) => HeapEngine;

let factory: EngineFactory | undefined;

/**
 * Has a factory make one engine in each heap, which stand-ins of a backend share with it: who comes back to the factory
 * finds what it made.
 *
 * @param createEngine Makes the engine of a backend.
 * @returns A factory that gives the same engine for the same heap.
 */
export function onePerHeap(createEngine: EngineFactory): EngineFactory {
  const engines = new WeakMap<WasmBackend["wasm"], HeapEngine>();
  return (backend) => {
    const known = engines.get(backend.wasm);
    if (known) return known;
    const engine = createEngine(backend);
    engines.set(backend.wasm, engine);
    return engine;
  };
}

/**
 * Chooses what computes from now on.
 *
 * @param createEngine Gives the engine of a backend, the same whenever it is asked.
 */
export function useEngines(createEngine: EngineFactory): void {
  factory = createEngine;
}

/** Whether a choice was made: on a machine that runs no build of ours there is none. */
export function hasEngine(): boolean {
  return factory !== undefined;
}

/**
 * Finds the engine of a backend.
 *
 * @param backend The backend.
 * @returns Its engine.
 */
export function engineOf(backend: WasmBackend): HeapEngine {
  if (!factory) throw new Error('Cannot compute on backend "wasm": no engine was chosen');
  return factory(backend);
}
