/**
 * Changing a graph.
 *
 * @module
 */
import { isList } from "../../arrays/is_list.ts";
import { mapInputs } from "../kernels/kernel_function.ts";
import { type Call, type Graph, type Operand, readsOf, type Storage } from "./graph.ts";

/** Who makes a storage, who reads it in their order, and which ones hold results. */
export interface Index {
  readonly makers: ReadonlyMap<Storage, Call>;
  readonly readers: ReadonlyMap<Storage, readonly Call[]>;
  readonly results: ReadonlySet<Storage>;
}

/**
 * Looks a graph over.
 *
 * @param graph The graph.
 * @returns What is found.
 */
export function indexOf({ calls, results }: Graph): Index {
  const makers = new Map<Storage, Call>();
  const readers = new Map<Storage, Call[]>();
  for (const call of calls) {
    for (const { storage } of call.outputs) makers.set(storage, call);
    for (const storage of new Set(readsOf(call).map(({ storage }) => storage))) {
      readers.set(storage, [...readers.get(storage) ?? [], call]);
    }
  }
  const kept = results.filter((result) => result !== undefined).map(({ storage }) => storage);
  return { makers, readers, results: new Set(kept) };
}

/** Changes of a graph, which are made together. */
export class Edit {
  readonly #calls = new Map<Call, Call | undefined>();
  readonly #storages = new Map<Storage, Storage>();

  /** Leaves a call out. */
  remove(call: Call): void {
    this.#calls.set(call, undefined);
  }

  /** Puts a call in the place of another. */
  replace(call: Call, by: Call): void {
    this.#calls.set(call, by);
  }

  /** Has everybody read and write another storage in place of one. */
  rename(storage: Storage, as: Storage): void {
    this.#storages.set(storage, as);
  }

  /** The graph with all changes. */
  apply({ calls, results }: Graph): Graph {
    if (this.#calls.size === 0 && this.#storages.size === 0) return { calls, results };
    const kept = calls.map((call) => this.#calls.has(call) ? this.#calls.get(call) : call);
    return {
      calls: kept.filter((call) => call !== undefined).map((call) => this.#renamed(call)),
      results: results.map((result) => result && this.#operand(result)),
    };
  }

  #renamed(call: Call): Call {
    const rename = (operand: Operand): Operand => this.#operand(operand);
    return {
      ...call,
      inputs: mapInputs(call.inputs, rename),
      outputs: call.outputs.map(rename),
      made: call.made.map(rename),
    };
  }

  #operand(operand: Operand): Operand {
    let { storage } = operand;
    for (let next; (next = this.#storages.get(storage));) storage = next;
    return storage === operand.storage ? operand : { ...operand, storage };
  }
}

/** Whether an input is one tensor: it may be a list, or left out. */
export function isOne(operand: Operand | readonly Operand[] | undefined): operand is Operand {
  return operand !== undefined && !isList(operand);
}
