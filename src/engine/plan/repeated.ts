/**
 * A computation that is made again and again on the same tensors, whose values change: recorded twice, replayed from
 * then on.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasEngine } from "../engines.ts";
import type { PlacedTensor } from "../kernels/own_kernel.ts";
import { viewTensor } from "../tensors.ts";
import { asWasmBackend, lasting, refreshTensor, type WasmBackend } from "../wasm_heap.ts";
import { type Graph, graphOf, sameGraph } from "./graph.ts";
import { makePlan, type Plan } from "./plan.ts";
import { record } from "./record.ts";

/** A result: values that may be read until the computation is made again. */
export interface Result {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What is computed. */
export interface Computation {
  /**
   * Everything that it reads and that changes from run to run. The tensors are not disposed as long as the computation
   * is made; their values are written in place.
   */
  readonly given: readonly tf.Tensor[];
  /**
   * Computes the results, of type float32; tensors that are made on the way are disposed. What it computes may depend on
   * the values that are given, but not which kernels it runs.
   */
  compute(): (tf.Tensor | undefined)[];
  /** Whether tfjs is to compute it each time. @default false */
  readonly eager?: boolean | undefined;
}

/** Makes a computation again and again. */
export class Repeated {
  readonly #computation: Computation;
  #before: Graph | undefined;
  #plan: { readonly plan: Plan; readonly results: readonly (Result | undefined)[] } | undefined;
  #obstacle: string | undefined;

  /**
   * Prepares a computation.
   *
   * @param computation What is computed.
   */
  constructor(computation: Computation) {
    this.#computation = computation;
    if (computation.eager) this.#obstacle = "it was asked for";
    else if (tf.getBackend() !== "wasm" || !hasEngine()) {
      this.#obstacle = `backend "${tf.getBackend()}" is run by tfjs alone`;
    }
  }

  /** Why it is not replayed; nothing if it is, or may be from the next run on. */
  get obstacle(): string | undefined {
    return this.#obstacle;
  }

  /** Whether it is replayed. */
  get isPlanned(): boolean {
    return this.#plan !== undefined;
  }

  /**
   * Computes from the values that the given tensors hold now.
   *
   * @param look Is given the results, in their order.
   * @returns What that gives.
   */
  run<Seen>(look: (results: readonly (Result | undefined)[]) => Seen): Seen {
    if (this.#plan && this.#replays(this.#plan.plan)) return look(this.#plan.results);
    if (tf.getBackend() === "wasm") refreshAll(this.#computation.given);
    tf.engine().startScope();
    try {
      const results = this.#obstacle === undefined ? this.#record() : this.#computation.compute();
      return look(results.map((tensor) => tensor && viewOf(tensor)));
    } finally {
      tf.engine().endScope();
    }
  }

  /** Gives back the memory of the plan; the given tensors stay. */
  dispose(): void {
    this.#plan?.plan.dispose();
    this.#plan = undefined;
  }

  /** Runs the plan; where it turns out that it cannot be run, tfjs computes from then on. */
  #replays(plan: Plan): boolean {
    try {
      plan.run();
      return true;
    } catch (error) {
      this.dispose();
      this.#obstacle = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  /** Two recordings must be alike: what differs from batch to batch cannot be replayed. */
  #record(): (tf.Tensor | undefined)[] {
    const { given } = this.#computation;
    const { result, recording } = record(given, () => this.#computation.compute());
    if (recording.obstacle !== undefined) this.#obstacle = recording.obstacle;
    else if (result.some((tensor) => tensor && tensor.dtype !== "float32")) {
      this.#obstacle = "it gives results that are not floats";
    } else {
      const graph = graphOf(recording, given, result);
      if (!this.#before) this.#before = graph;
      else if (!sameGraph(this.#before, graph)) {
        this.#obstacle = "its kernels differ from batch to batch";
      } else {
        const backend = asWasmBackend(tf.backend());
        const plan = makePlan(backend, graph, given);
        const results = plan.results.map((place) => place && heapResult(backend, place));
        this.#plan = { plan, results };
      }
    }
    return result;
  }
}

/** The values were written in place, which the stock kernels of the WASM backend have not seen. */
function refreshAll(given: readonly tf.Tensor[]): void {
  const backend = asWasmBackend(tf.backend());
  for (const tensor of given) refreshTensor(backend, tensor);
}

function viewOf(tensor: tf.Tensor): Result {
  return {
    shape: tensor.shape,
    get data(): Float32Array {
      return viewTensor(tensor);
    },
  };
}

/** A result of a plan, whose view is made anew when the memory has grown. */
function heapResult({ wasm }: WasmBackend, { address, shape }: PlacedTensor): Result {
  const size = tf.util.sizeFromShape([...shape]);
  const view = lasting(() => new Float32Array(wasm.HEAPU8.buffer, address, size));
  return {
    shape,
    get data(): Float32Array {
      return view();
    },
  };
}
