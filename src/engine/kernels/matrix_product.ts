/**
 * tfjs's two matrix product kernels for its WASM backend. They take the place of the stock ones, which are more than
 * ten times slower with a transposed operand than without, add the bias of a fused product once for every block of the
 * inner dimension, and refuse int32 operands and a bias of rank 2.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { engineOf } from "../engines.ts";
import { FINISHED_ACTIVATIONS } from "../heap_engine.ts";
import { addressOf, FLOAT_BYTES, viewOf, type WasmBackend } from "../wasm_heap.ts";
import { replaceKernel, runKernel } from "./_registry.ts";

interface Operands {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
}

interface FusedInputs extends Operands {
  readonly bias?: tf.TensorInfo;
  readonly preluActivationWeights?: tf.TensorInfo;
}

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface FusedAttributes extends Transposes {
  readonly activation: string;
  readonly leakyreluAlpha?: number;
}

/** Puts the kernels into tfjs's registry. */
export function registerMatrixProducts(): void {
  replaceKernel<FusedInputs, Transposes>(
    "BatchMatMul",
    (backend, inputs, attributes) =>
      onFloats(backend, inputs, (floats) => multiply(backend, floats, attributes)),
  );
  replaceKernel<FusedInputs, FusedAttributes>(
    "_FusedMatMul",
    (backend, inputs, attributes) =>
      onFloats(backend, inputs, (floats) => fuse(backend, floats, attributes)),
  );
}

/**
 * Computes on floats whatever the inputs are. Two int32 operands give an int32 result, which is exact as long as the
 * sums stay below 2^24.
 */
function onFloats(
  backend: WasmBackend,
  { a, b, bias, preluActivationWeights: alpha }: FusedInputs,
  compute: (floats: FusedInputs) => tf.TensorInfo,
): tf.TensorInfo {
  const owned: tf.TensorInfo[] = [];
  const float = (x: tf.TensorInfo): tf.TensorInfo => {
    if (x.dtype === "float32") return x;
    const copy = runKernel("Cast", backend, { x }, { dtype: "float32" });
    owned.push(copy);
    return copy;
  };
  let result = compute({
    a: float(a),
    b: float(b),
    ...(bias && { bias: float(bias) }),
    ...(alpha && { preluActivationWeights: float(alpha) }),
  });
  if (a.dtype !== "float32" && b.dtype !== "float32") {
    result = replace(backend, result, (x) => runKernel("Cast", backend, { x }, { dtype: "int32" }));
  }
  for (const { dataId } of owned) backend.disposeData(dataId);
  return result;
}

/** The product of two tensors of rank 2 or more; the dimensions before the last two are batches, and broadcast. */
function multiply(
  backend: WasmBackend,
  { a, b }: Operands,
  { transposeA, transposeB }: Transposes,
): tf.TensorInfo {
  const [rows, inner] = matrixShape(a, transposeA);
  const [innerB, columns] = matrixShape(b, transposeB);
  tf.util.assert(
    inner === innerB,
    () =>
      `Error in matMul: inner shapes (${inner}) and (${innerB}) of Tensors with shapes ${a.shape} and ` +
      `${b.shape} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = backend.makeOutput([...batch, rows, columns], "float32");
  if (inner === 0) {
    viewOf(backend, out, tf.util.sizeFromShape(out.shape)).fill(0);
    return out;
  }
  const [startA, startB, startOut] = [a, b, out].map((tensor) => addressOf(backend, tensor));
  const engine = engineOf(backend);
  const matricesB = matrixNumbers(batchB, batch);
  matrixNumbers(batchA, batch).forEach((matrixA, i) =>
    engine.multiply({
      transposeA,
      transposeB,
      rows,
      columns,
      inner,
      a: (startA ?? 0) + matrixA * rows * inner * FLOAT_BYTES,
      b: (startB ?? 0) + (matricesB[i] ?? 0) * inner * columns * FLOAT_BYTES,
      out: (startOut ?? 0) + i * rows * columns * FLOAT_BYTES,
    })
  );
  return out;
}

/** A product, then a bias, then an activation. */
function fuse(
  backend: WasmBackend,
  { a, b, bias, preluActivationWeights: alpha }: FusedInputs,
  attributes: FusedAttributes,
): tf.TensorInfo {
  const { leakyreluAlpha = 0 } = attributes;
  const activation = FINISHED_ACTIVATIONS.find((name) => name === attributes.activation);
  const product = multiply(backend, { a, b }, attributes);
  const columns = product.shape.at(-1) ?? 1;
  const oneForEachColumn = bias?.shape.at(-1) === columns &&
    tf.util.sizeFromShape(bias.shape) === columns;
  const inOnePass = activation !== undefined && oneForEachColumn;
  const sum = bias && !inOnePass
    ? replace(backend, product, (x) => runKernel("Add", backend, { a: x, b: bias }))
    : product;
  if (activation === undefined) {
    if (!alpha) throw new Error(`Cannot fuse a matrix product with "${attributes.activation}"`);
    return replace(backend, sum, (x) => runKernel("Prelu", backend, { x, alpha }));
  }
  engineOf(backend).finish({
    matrix: addressOf(backend, sum),
    rows: tf.util.sizeFromShape(sum.shape) / Math.max(columns, 1),
    columns,
    bias: bias && inOnePass ? addressOf(backend, bias) : undefined,
    activation,
    alpha: leakyreluAlpha,
  });
  return sum;
}

function replace(
  backend: WasmBackend,
  old: tf.TensorInfo,
  compute: (old: tf.TensorInfo) => tf.TensorInfo,
): tf.TensorInfo {
  const result = compute(old);
  backend.disposeData(old.dataId);
  return result;
}

function matrixShape({ shape }: tf.TensorInfo, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2);
  tf.util.assert(
    rows !== undefined && columns !== undefined,
    () => `Error in matMul: expected tensors of rank 2 or more, got shape [${shape}]`,
  );
  return transposed ? [columns ?? 0, rows ?? 0] : [rows ?? 0, columns ?? 0];
}

/** For each matrix of the result the number of the operand's matrix that it is made from. */
function matrixNumbers(operand: number[], result: number[]): number[] {
  const numbers = Array.from({ length: tf.util.sizeFromShape(operand) }, (_, i) => i);
  if (numbers.length === tf.util.sizeFromShape(result)) return numbers;
  const missing = result.length - operand.length;
  const strides = operand.map((_, i) => tf.util.sizeFromShape(operand.slice(i + 1)));
  return Array.from({ length: tf.util.sizeFromShape(result) }, (_, matrix) => {
    let rest = matrix;
    let number = 0;
    for (let i = result.length - 1; i >= 0; i--) {
      const length = result[i] ?? 1;
      const place = rest % length;
      rest = Math.floor(rest / length);
      if (operand[i - missing] !== 1) number += place * (strides[i - missing] ?? 0);
    }
    return number;
  });
}
