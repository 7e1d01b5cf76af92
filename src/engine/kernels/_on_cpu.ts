/**
 * A kernel of tfjs's cpu backend, on copies of the WASM backend's tensors. Complex numbers lie in the WASM backend's
 * memory as tfjs reads them: pairs of a real and an imaginary float.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../../arrays/shape.ts";
import { isList } from "../../arrays/is_list.ts";
import { addressOf, type WasmBackend } from "../wasm_heap.ts";
import { kernelFunction, type KernelInputs, mapInputs } from "./kernel_function.ts";

/**
 * Computes a kernel.
 *
 * @param name Its name in tfjs.
 * @param backend The backend that holds the inputs, and gets the outputs.
 * @param inputs Its tensors.
 * @param attrs Its attributes.
 * @returns Its outputs, as the kernel gives them: one alone, or a list.
 * @throws {Error} If the cpu backend has no such kernel.
 */
export function computeOnCpu(
  name: string,
  backend: WasmBackend,
  inputs: KernelInputs,
  attrs: object | undefined,
): tf.TensorInfo | tf.TensorInfo[] {
  const cpu = tf.engine().findBackend("cpu");
  const made: tf.DataId[] = [];
  const keep = (tensor: tf.TensorInfo): tf.TensorInfo => {
    made.push(tensor.dataId);
    return tensor;
  };
  const copy = (tensor: tf.TensorInfo): tf.TensorInfo => keep(copyToCpu(backend, cpu, tensor));
  try {
    const given = isList(inputs) ? inputs.map(copy) : mapInputs(inputs, copy);
    const outputs = runOnCpu(name, cpu, given, attrs);
    for (const output of [outputs].flat()) keep(output);
    const back = (output: tf.TensorInfo): tf.TensorInfo => copyBack(backend, cpu, output);
    return isList(outputs) ? outputs.map(back) : back(outputs);
  } finally {
    for (const dataId of made) cpu.disposeData(dataId);
  }
}

function runOnCpu(
  name: string,
  backend: tf.KernelBackend,
  inputs: KernelInputs,
  attrs: object | undefined,
): tf.TensorInfo | tf.TensorInfo[] {
  const kernel = kernelFunction(name, "cpu");
  if (!kernel) throw new Error(`Cannot compute on backend "cpu": it has no kernel "${name}"`);
  return kernel({ inputs, attrs: attrs ?? {}, backend });
}

function copyToCpu(
  backend: WasmBackend,
  cpu: tf.KernelBackend,
  tensor: tf.TensorInfo,
): tf.TensorInfo {
  const { dataId, shape, dtype } = tensor;
  const write = (values: tf.BackendValues, dtype: tf.DataType): tf.TensorInfo => ({
    dataId: cpu.write(values, shape, dtype),
    shape,
    dtype,
  });
  if (dtype === "string") return write(backend.readSync(dataId), dtype);
  const start = addressOf(backend, tensor);
  const bytes = sizeOfShape(shape) * tf.util.bytesPerElement(dtype);
  const { buffer } = backend.wasm.HEAPU8.slice(start, start + bytes);
  switch (dtype) {
    case "int32":
      return write(new Int32Array(buffer), dtype);
    case "bool":
      return write(new Uint8Array(buffer), dtype);
    case "complex64": {
      const parts = tf.backend_util.splitRealAndImagArrays(new Float32Array(buffer));
      const [real, imag] = [write(parts.real, "float32"), write(parts.imag, "float32")];
      const complex = runOnCpu("Complex", cpu, { real, imag }, {}) as tf.TensorInfo;
      for (const part of [real, imag]) cpu.disposeData(part.dataId);
      return complex;
    }
    default:
      return write(new Float32Array(buffer), "float32");
  }
}

function copyBack(
  backend: WasmBackend,
  cpu: tf.KernelBackend,
  { dataId, shape, dtype }: tf.TensorInfo,
): tf.TensorInfo {
  const values = cpu.readSync(dataId);
  if (dtype === "string") return backend.makeOutput(shape, dtype, null, values);
  const numbers = tf.util.toTypedArray(values as tf.TypedArray, dtype);
  if (dtype !== "complex64") return backend.makeOutput(shape, dtype, null, numbers);
  return { ...backend.makeOutput([...shape, 2], "float32", null, numbers), shape, dtype };
}
