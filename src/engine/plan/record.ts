/**
 * Recording: a computation runs through tfjs as always, and every kernel that it calls on the backend `wasm` is noted
 * down, forward and backward, with its inputs, attributes and outputs.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import {
  type KernelFunction,
  kernelFunction,
  mapInputs,
  type NamedInputs,
  replaceKernel,
} from "../kernels/kernel_function.ts";
import { addressOf, asWasmBackend, type WasmBackend } from "../wasm_heap.ts";

/** A tensor as it was when a kernel was given it. */
export interface TensorRecord {
  readonly dataId: tf.DataId;
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
}

/** One call of a kernel, on tensors as they were recorded, or as a graph has them. */
export interface KernelCall<Tensor = TensorRecord> {
  /** The kernel's name in tfjs. */
  readonly name: string;
  readonly attrs: object | undefined;
  /** By the names of the kernel's inputs; some kernels take lists, and some inputs may be left out. */
  readonly inputs: NamedInputs<Tensor>;
  /** The kernel takes its inputs as a list, whose places are the names. */
  readonly takesList: boolean;
  readonly outputs: readonly Tensor[];
  /** Everything that the kernel allocated, in its order: outputs, and what it needed on the way. */
  readonly made: readonly Tensor[];
  readonly compute: KernelFunction;
}

/** What was recorded. */
export interface Recording {
  readonly calls: readonly KernelCall[];
  /** Values that are read, or are results, and neither were given nor come from a call: scalars of a formula, for instance. */
  readonly constants: ReadonlyMap<tf.DataId, Uint8Array>;
  /** Why the computation cannot be replayed, if that shows already. */
  readonly obstacle: string | undefined;
}

/**
 * Records a computation.
 *
 * @param given What it reads: values that change from run to run.
 * @param run The computation, on the current backend of tfjs, `wasm`.
 * @returns What the computation gives, and the recording.
 */
export function record<Result extends readonly (tf.TensorInfo | undefined)[]>(
  given: readonly tf.TensorInfo[],
  run: () => Result,
): { result: Result; recording: Recording } {
  const recorder = new Recorder(asWasmBackend(tf.backend()), given);
  using _watched = recorder.watch();
  const result = run();
  for (const tensor of result) if (tensor) recorder.read(tensor);
  return { result, recording: recorder };
}

class Recorder implements Recording {
  readonly calls: KernelCall[] = [];
  readonly constants = new Map<tf.DataId, Uint8Array>();
  obstacle: string | undefined;
  readonly #backend: WasmBackend;
  /** What is given, and what calls have made. */
  readonly #known: Set<tf.DataId>;
  /** Kernels that are under way: those that a kernel calls itself are part of it. */
  #depth = 0;

  constructor(backend: WasmBackend, given: readonly tf.TensorInfo[]) {
    this.#backend = backend;
    this.#known = new Set(given.map(({ dataId }) => dataId));
  }

  /** Puts a watch on kernels, on random numbers and on values that leave the backend, until it is disposed. */
  watch(): Disposable {
    const kernels = new Map<string, KernelFunction>();
    for (const { kernelName } of tf.getKernelsForBackend("wasm")) {
      const compute = kernelFunction(kernelName);
      if (compute) kernels.set(kernelName, compute);
    }
    for (const [name, compute] of kernels) replaceKernel(name, this.#watched(name, compute));
    const { random } = Math;
    Math.random = () => {
      this.#note("it draws random numbers outside of a kernel");
      return random();
    };
    // Its own property stands before the one of its class.
    const readSync = this.#backend.readSync;
    this.#backend.readSync = (dataId, start, end) => {
      this.#note("what it computes depends on values that it reads");
      return readSync.call(this.#backend, dataId, start, end);
    };
    return {
      [Symbol.dispose]: (): void => {
        for (const [name, compute] of kernels) replaceKernel(name, compute);
        Math.random = random;
        Reflect.deleteProperty(this.#backend, "readSync");
      },
    };
  }

  #note(obstacle: string): void {
    if (this.#depth === 0) this.obstacle ??= obstacle;
  }

  #watched(name: string, compute: KernelFunction): KernelFunction {
    return (call) => {
      if (this.#depth > 0) return compute(call);
      // Of a list the places are the names.
      const inputs = mapInputs(call.inputs as NamedInputs, recordOf);
      for (const input of Object.values(inputs).flat()) if (input) this.read(input);
      const made: TensorRecord[] = [];
      this.#depth++;
      try {
        const result = compute({ ...call, backend: this.#observe(made) });
        const outputs = [result].flat().map(recordOf);
        const takesList = Array.isArray(call.inputs);
        this.calls.push({ name, attrs: call.attrs, inputs, takesList, outputs, made, compute });
        for (const { dataId } of [...made, ...outputs]) this.#known.add(dataId);
        return result;
      } finally {
        this.#depth--;
      }
    };
  }

  /** Notes a tensor down that is read: its values, if nobody knows where they come from. */
  read(tensor: TensorRecord): void {
    const { dataId, shape, dtype } = tensor;
    if (dtype === "string") this.obstacle ??= `it computes with ${dtype}`;
    else if (!this.#known.has(dataId) && !this.constants.has(dataId)) {
      const start = addressOf(this.#backend, tensor as tf.TensorInfo);
      const bytes = tf.util.sizeFromShape([...shape]) * tf.util.bytesPerElement(dtype);
      this.constants.set(dataId, this.#backend.wasm.HEAPU8.slice(start, start + bytes));
    }
  }

  /** The backend for one call, which notes down what is allocated. */
  #observe(made: TensorRecord[]): WasmBackend {
    const backend = this.#backend;
    const observed: Pick<WasmBackend, "makeOutput" | "write"> = {
      makeOutput: (shape, dtype, address, values) => {
        if (typeof address === "number") this.obstacle ??= "a kernel allocates memory of its own";
        const info = backend.makeOutput(shape, dtype, address, values);
        made.push(recordOf(info));
        return info;
      },
      write: (values, shape, dtype) => {
        const dataId = backend.write(values, shape, dtype);
        made.push({ dataId, shape: [...shape], dtype });
        return dataId;
      },
    };
    return Object.assign(Object.create(backend), observed);
  }
}

function recordOf({ dataId, shape, dtype }: tf.TensorInfo): TensorRecord {
  return { dataId, shape: [...shape], dtype };
}
