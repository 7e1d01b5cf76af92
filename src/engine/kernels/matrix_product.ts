/**
 * tfjs's two matrix product kernels for its WASM backend. They take the place of the stock ones, which are more than
 * ten times slower with a transposed operand than without, add the bias of a fused product once for every block of the
 * inner dimension, and refuse int32 operands and a bias of rank 2.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { engineOf } from "../engines.ts";
import type { HeapEngine, Product } from "../heap_engine.ts";
import { addressOf, FLOAT_BYTES, viewOf, type WasmBackend } from "../wasm_heap.ts";
import { activationOf, type FinishAttributes, isOneForEachColumn } from "./_finish.ts";
import { computeOwn, registerOwn, runKernel } from "./_registry.ts";
import type { Inputs, OwnKernel, PlacedTensor, ShapedTensor } from "./own_kernel.ts";

/** Attributes of a product. */
export interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Attributes of a product that a bias and an activation follow. */
export type FusedAttributes = Transposes & FinishAttributes;

type Optional = "bias" | "preluActivationWeights";
type FusedInputs = Inputs<tf.TensorInfo, "a" | "b", Optional>;

/** The product of two tensors of rank 2 or more; the dimensions before the last two are batches, and broadcast. */
const PRODUCT: OwnKernel<Transposes, "a" | "b"> = {
  name: "BatchMatMul",
  outputShapes: ({ a, b }, transposes) => productShapes(a, b, transposes),
  bind: (engine, { a, b }, [out], transposes) => bindProduct(engine, a, b, out, transposes),
};

/** A product, then a bias, then an activation. */
const FUSED_PRODUCT: OwnKernel<FusedAttributes, "a" | "b", Optional> = {
  name: "_FusedMatMul",
  outputShapes({ a, b, bias }, attributes): number[][] | undefined {
    const shapes = productShapes(a, b, attributes);
    const inOnePass = activationOf(attributes) !== undefined &&
      (bias === undefined || isOneForEachColumn(bias, shapes?.[0]));
    return inOnePass ? shapes : undefined;
  },
  bind(engine, { a, b, bias }, [out], attributes): () => void {
    const product = bindProduct(engine, a, b, out, attributes);
    const columns = out.shape.at(-1) ?? 1;
    const finish = {
      matrix: out.address,
      rows: tf.util.sizeFromShape([...out.shape]) / Math.max(columns, 1),
      columns,
      bias: bias?.address,
      activation: activationOf(attributes) ?? "linear",
      alpha: attributes.leakyreluAlpha ?? 0,
    };
    return () => {
      product();
      engine.finish(finish);
    };
  },
};

/** Puts the kernels into tfjs's registry. */
export function registerMatrixProducts(): void {
  const unfused = { activation: "linear" };
  registerOwn(
    PRODUCT,
    (backend, inputs, transposes) => computeOdd(backend, inputs, { ...transposes, ...unfused }),
  );
  registerOwn(FUSED_PRODUCT, computeOdd);
}

/**
 * Computes what is not all floats, has a bias of another shape or an activation with weights. Two int32 operands give an
 * int32 result, which is exact as long as the sums stay below 2^24.
 */
function computeOdd(
  backend: WasmBackend,
  { a, b, bias, preluActivationWeights: alpha }: FusedInputs,
  attributes: FusedAttributes,
): tf.TensorInfo {
  const owned: tf.TensorInfo[] = [];
  const float = (x: tf.TensorInfo): tf.TensorInfo => {
    if (x.dtype === "float32") return x;
    const copy = runKernel("Cast", backend, { x }, { dtype: "float32" });
    owned.push(copy);
    return copy;
  };
  const product = multiply(backend, float(a), float(b), attributes);
  const sum = bias
    ? replace(backend, product, (x) => runKernel("Add", backend, { a: x, b: float(bias) }))
    : product;
  let result = activate(backend, sum, alpha && float(alpha), attributes);
  if (a.dtype !== "float32" && b.dtype !== "float32") {
    result = replace(backend, result, (x) => runKernel("Cast", backend, { x }, { dtype: "int32" }));
  }
  for (const { dataId } of owned) backend.disposeData(dataId);
  return result;
}

function multiply(
  backend: WasmBackend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposes: Transposes,
): tf.TensorInfo {
  const [product] = computeOwn(backend, PRODUCT, { a, b }, transposes) ?? [];
  if (product) return product;
  // There is nothing to sum.
  const out = backend.makeOutput(shapeOfProduct(a, b, transposes), "float32");
  viewOf(backend, out, tf.util.sizeFromShape(out.shape)).fill(0);
  return out;
}

function activate(
  backend: WasmBackend,
  x: tf.TensorInfo,
  alpha: tf.TensorInfo | undefined,
  attributes: FusedAttributes,
): tf.TensorInfo {
  const activation = activationOf(attributes);
  if (activation === undefined) {
    if (!alpha) throw new Error(`Cannot fuse a matrix product with "${attributes.activation}"`);
    return replace(backend, x, (x) => runKernel("Prelu", backend, { x, alpha }));
  }
  engineOf(backend).finish({
    matrix: addressOf(backend, x),
    rows: 1,
    columns: tf.util.sizeFromShape(x.shape),
    bias: undefined,
    activation,
    alpha: attributes.leakyreluAlpha ?? 0,
  });
  return x;
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

/** The shape of a product of floats; nothing for other types, and where there is nothing to sum. */
function productShapes(
  a: ShapedTensor,
  b: ShapedTensor,
  transposes: Transposes,
): number[][] | undefined {
  const shape = shapeOfProduct(a, b, transposes);
  const [, inner] = matrixShape(a, transposes.transposeA);
  return a.dtype === "float32" && b.dtype === "float32" && inner > 0 ? [shape] : undefined;
}

function shapeOfProduct(
  a: ShapedTensor,
  b: ShapedTensor,
  { transposeA, transposeB }: Transposes,
): number[] {
  const [rows, inner] = matrixShape(a, transposeA);
  const [innerB, columns] = matrixShape(b, transposeB);
  tf.util.assert(
    inner === innerB,
    () =>
      `Error in matMul: inner shapes (${inner}) and (${innerB}) of Tensors with shapes ${a.shape} and ` +
      `${b.shape} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  return [...batch, rows, columns];
}

/** One product for each matrix of the result. */
function bindProduct(
  engine: HeapEngine,
  a: PlacedTensor,
  b: PlacedTensor,
  out: PlacedTensor,
  { transposeA, transposeB }: Transposes,
): () => void {
  const [rows, inner] = matrixShape(a, transposeA);
  const [, columns] = matrixShape(b, transposeB);
  const batch = out.shape.slice(0, -2);
  const matricesB = matrixNumbers(b.shape.slice(0, -2), batch);
  const products = matrixNumbers(a.shape.slice(0, -2), batch).map((matrixA, i): Product => ({
    transposeA,
    transposeB,
    rows,
    columns,
    inner,
    a: a.address + matrixA * rows * inner * FLOAT_BYTES,
    b: b.address + (matricesB[i] ?? 0) * inner * columns * FLOAT_BYTES,
    out: out.address + i * rows * columns * FLOAT_BYTES,
  }));
  const multiply = (product: Product): void => engine.multiply(product);
  return () => products.forEach(multiply);
}

function matrixShape({ shape }: ShapedTensor, transposed: boolean): [number, number] {
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
