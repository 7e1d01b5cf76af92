/**
 * A plan: the calls of a graph on fixed addresses of the WASM backend's heap. Its memory is laid out once, by lifetimes;
 * to run it allocates nothing and makes no tensor.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { PlacedTensor } from "../kernels/own_kernel.ts";
import { addressOf, type WasmBackend } from "../wasm_heap.ts";
import { fuse } from "./fuse.ts";
import { overwriteGradients } from "./fuse_gradients.ts";
import { type Call, type Graph, type Operand, readsOf, type Storage } from "./graph.ts";
import { lower } from "./lower.ts";
import { layOut, type Lifetime } from "./memory.ts";

/** A computation on fixed addresses. */
export interface Plan {
  /** Computes the results from what the given tensors hold now. */
  run(): void;
  /** Where each result lies. */
  readonly results: readonly (PlacedTensor | undefined)[];
  /** Bytes of memory that it holds. */
  readonly bytes: number;
  /** Gives the memory back. */
  dispose(): void;
}

/**
 * Makes a plan.
 *
 * @param backend The backend.
 * @param graph What is computed.
 * @param given The tensors that it reads, which stay where they are as long as the plan is used.
 * @returns The plan.
 */
export function makePlan(
  backend: WasmBackend,
  graph: Graph,
  given: readonly tf.TensorInfo[],
): Plan {
  const fused = fuse(graph);
  const { once, always } = splitConstant(withoutUnused(fused));
  const repeated = overwriteGradients({ calls: always, results: fused.results });
  const calls = [...once, ...repeated.calls];
  const lives = lifetimesOf(calls, once.length, repeated.results);
  const storages = [...lives.keys()];
  const layout = layOut([...lives.values()]);
  const start = backend.wasm._malloc(layout.bytes + ALIGNMENT) >>> 0;
  const base = Math.ceil(start / ALIGNMENT) * ALIGNMENT;
  const addresses = new Map(
    storages.map((storage, i) => [storage, base + (layout.offsets[i] ?? 0)]),
  );
  for (const [{ constant }, address] of addresses) {
    if (constant) backend.wasm.HEAPU8.set(constant, address);
  }
  const placeOf = ({ storage, shape, dtype }: Operand): PlacedTensor => {
    const tensor = storage.given === undefined ? undefined : given[storage.given];
    const address = tensor ? addressOf(backend, tensor) : addresses.get(storage) ?? 0;
    return { address, shape, dtype };
  };
  const lowered = calls.map((call) => lower(backend, call, placeOf));
  for (const { run } of lowered.slice(0, once.length)) run();
  const steps = lowered.slice(once.length).map(({ run }) => run);
  return {
    run(): void {
      for (let i = 0; i < steps.length; i++) steps[i]?.();
    },
    results: repeated.results.map((operand) => operand && placeOf(operand)),
    bytes: layout.bytes,
    dispose(): void {
      for (const { forget } of lowered) forget?.();
      backend.wasm._free(start);
    },
  };
}

const ALIGNMENT = 64;

/** Leaves out the calls whose outputs nobody reads, but for those that read nothing: they may draw random numbers. */
function withoutUnused({ calls, results }: Graph): Call[] {
  const used = new Set<Storage>();
  for (const result of results) if (result) used.add(result.storage);
  const kept: Call[] = [];
  for (const call of calls.toReversed()) {
    const reads = readsOf(call);
    if (reads.length > 0 && !call.outputs.some(({ storage }) => used.has(storage))) continue;
    kept.push(call);
    for (const { storage } of reads) used.add(storage);
  }
  return kept.reverse();
}

/** Tells the calls that always compute the same from the others. */
function splitConstant(calls: readonly Call[]): { once: Call[]; always: Call[] } {
  const constant = new Set<Storage>();
  const once: Call[] = [];
  const always: Call[] = [];
  for (const call of calls) {
    const reads = readsOf(call);
    const fixed = reads.length > 0 &&
      reads.every(({ storage }) => storage.constant !== undefined || constant.has(storage));
    (fixed ? once : always).push(call);
    if (!fixed) continue;
    for (const { storage } of call.outputs) constant.add(storage);
  }
  return { once, always };
}

/**
 * From when to when each storage of a plan is needed. Constants, results and what was computed from constants alone are
 * needed for ever.
 */
function lifetimesOf(
  calls: readonly Call[],
  once: number,
  results: Graph["results"],
): Map<Storage, Lifetime> {
  const lives = new Map<Storage, Lifetime>();
  const end = calls.length;
  const touch = (storage: Storage, step: number): void => {
    if (storage.given !== undefined) return;
    const known = lives.get(storage);
    const first = storage.constant ? 0 : known?.first ?? step;
    const last = storage.constant ? end : Math.max(known?.last ?? step, step);
    lives.set(storage, { bytes: storage.bytes, first, last });
  };
  calls.forEach((call, step) => {
    for (const { storage } of [...readsOf(call), ...call.made]) touch(storage, step);
    for (const { storage } of call.outputs) {
      touch(storage, step);
      if (step < once) touch(storage, end);
    }
  });
  for (const result of results) if (result) touch(result.storage, end);
  return lives;
}
