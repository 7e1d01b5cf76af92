/**
 * What tfjs's WASM backend lacks, refuses or computes wrongly is computed by the kernels of tfjs's cpu backend, on
 * copies: slowly, but whatever trains there trains here.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { asWasmBackend } from "../wasm_heap.ts";
import { oddCases } from "./_odd_cases.ts";
import { computeOnCpu } from "./_on_cpu.ts";
import { type KernelFunction, kernelFunction, replaceKernel } from "./kernel_function.ts";

/** The kernels that have been computed by the cpu backend, in this thread; each with the number of the last time. */
const computed = new Map<string, number>();
let times = 0;

/** Registers every kernel of the cpu backend for the WASM backend: in place of the stock one, which serves where it can. */
export function registerCpuFallback(): void {
  for (const { kernelName } of tf.getKernelsForBackend("cpu")) fallBackToCpu(kernelName);
}

/**
 * Registers a kernel of the cpu backend for the WASM backend.
 *
 * @param kernelName Its name in tfjs.
 */
export function fallBackToCpu(kernelName: string): void {
  replaceKernel(kernelName, withFallback(kernelName, kernelFunction(kernelName)));
}

/**
 * Watches for kernels that the cpu backend computes in place of the WASM backend, in this thread.
 *
 * @returns A function that gives the names of those that were computed since then, each once; nothing if there are no
 * new ones.
 */
export function watchFallback(): () => readonly string[] | undefined {
  let before = times;
  const told = new Set<string>();
  return () => {
    if (times === before) return undefined;
    const names = [...computed].filter(([name, last]) => last > before && !told.has(name))
      .map(([name]) => name);
    before = times;
    for (const name of names) told.add(name);
    return names.length > 0 ? names : undefined;
  };
}

function withFallback(name: string, stock: KernelFunction | undefined): KernelFunction {
  const fallBack: KernelFunction = ({ inputs, attrs, backend }) => {
    const outputs = computeOnCpu(name, asWasmBackend(backend), inputs, attrs);
    computed.set(name, ++times);
    return outputs;
  };
  if (!stock) return fallBack;
  const isOdd = oddCases(name);
  return (call) => {
    if (isOdd(call.inputs, call.attrs)) return fallBack(call);
    try {
      return stock(call);
    } catch (error) {
      // What goes wrong within the backend's binary is no refusal.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      return fallBack(call);
    }
  };
}
