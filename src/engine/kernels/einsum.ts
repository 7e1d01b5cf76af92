/**
 * Einstein summation as a matrix product. Of two operands, the axes are those of a batch (of both operands, and kept),
 * rows (of the first alone), columns (of the second alone) and inner ones (of both, and summed over); whatever is summed
 * over and belongs to one operand alone is summed first.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { sizeOfShape } from "../../arrays/shape.ts";
import type { WasmBackend } from "../wasm_heap.ts";
import { runKernel, wrapKernel } from "./_registry.ts";

/** A tensor and the label of each of its axes; the output's have the labels 0, 1, 2 and so on. */
interface Operand {
  readonly tensor: tf.TensorInfo;
  readonly labels: readonly number[];
}

/** Runs a kernel on tensors that are given, or that it has given before. */
type Run = (
  name: string,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attrs?: object,
) => tf.TensorInfo;

/** Puts the kernel into tfjs's registry. */
export function registerEinsum(): void {
  wrapKernel<readonly tf.TensorInfo[], tf.EinsumAttrs>(
    "Einsum",
    (stock) => (backend, tensors, attributes) => {
      const isOurs = tensors.length <= 2 && tensors.every(({ dtype }) => dtype === "float32");
      return isOurs
        ? computeEinsum(backend, tensors, attributes.equation)
        : stock(backend, tensors, attributes);
    },
  );
}

function computeEinsum(
  backend: WasmBackend,
  tensors: readonly tf.TensorInfo[],
  equation: string,
): tf.TensorInfo {
  const { allDims, summedDims, idDims } = tf.backend_util.decodeEinsumEquation(
    equation,
    tensors.length,
  );
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, [...tensors] as tf.Tensor[]);
  const kept = allDims.length - summedDims.length;
  const operands = tensors.map((tensor, i): Operand => ({ tensor, labels: idDims[i] ?? [] }));
  const owned = new Set<tf.DataId>();
  const run: Run = (name, inputs, attrs) => {
    const tensor = runKernel(name, backend, inputs, attrs);
    owned.add(tensor.dataId);
    return tensor;
  };
  const [a, b] = operands.map((operand) =>
    sumOver(
      run,
      operand,
      (label) =>
        label >= kept &&
        operands.every((other) => other === operand || !other.labels.includes(label)),
    )
  );
  const product = a && b ? multiply(run, a, b, kept) : a;
  const order = Array.from({ length: kept }, (_, label) => label);
  const result = product && arrange(run, product, order);
  if (!result) throw new Error("Cannot compute an einsum: expected an operand");
  // An operand may be the result, as it is.
  if (!owned.delete(result.dataId)) backend.incRef(result.dataId);
  for (const dataId of owned) backend.disposeData(dataId);
  return { ...result };
}

/** Sums over the axes of some labels. */
function sumOver(run: Run, operand: Operand, isSummed: (label: number) => boolean): Operand {
  const { tensor, labels } = operand;
  const axis = labels.flatMap((label, axis) => isSummed(label) ? [axis] : []);
  if (axis.length === 0) return operand;
  return {
    tensor: run("Sum", { x: tensor }, { axis, keepDims: false }),
    labels: labels.filter((label) => !isSummed(label)),
  };
}

/** The labels of a product of two operands, by what their axes are. */
interface Groups {
  readonly batch: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly inner: readonly number[];
}

/** How many places the axes of each group have. */
type Sizes = Readonly<Record<keyof Groups, number>>;

/** The product of two operands, all of whose labels are the other's, too, or below `kept`. */
function multiply(run: Run, a: Operand, b: Operand, kept: number): Operand {
  const ascending = (labels: number[]): number[] => labels.sort((x, y) => x - y);
  const alone = (one: Operand, other: Operand): number[] =>
    ascending(one.labels.filter((label) => !other.labels.includes(label)));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const groups: Groups = {
    batch: ascending(shared.filter((label) => label < kept)),
    rows: alone(a, b),
    columns: alone(b, a),
    inner: shared.filter((label) => label >= kept),
  };
  const { batch, rows, columns, inner } = groups;
  // In the order of the output, so that it needs no transposing.
  if ((columns[0] ?? kept) < (rows[0] ?? kept)) return multiply(run, b, a, kept);
  const shapeOf = (labels: readonly number[]): number[] =>
    labels.map((label) =>
      a.tensor.shape[a.labels.indexOf(label)] ?? b.tensor.shape[b.labels.indexOf(label)] ?? 1
    );
  const sizes: Sizes = {
    batch: sizeOfShape(shapeOf(batch)),
    rows: sizeOfShape(shapeOf(rows)),
    columns: sizeOfShape(shapeOf(columns)),
    inner: sizeOfShape(shapeOf(inner)),
  };
  const ofMatrices = inner.length > 0 && sizes.rows * sizes.columns !== 1;
  const product = (ofMatrices ? multiplyMatrices : multiplyValues)(run, a, b, groups, sizes);
  const labels = [...batch, ...rows, ...columns];
  return { tensor: { ...product, shape: shapeOf(labels) }, labels };
}

/** A product for each place of the batch; operands that lie transposed are taken as they lie. */
function multiplyMatrices(
  run: Run,
  a: Operand,
  b: Operand,
  { batch, rows, columns, inner }: Groups,
  sizes: Sizes,
): tf.TensorInfo {
  const transposeA = isArranged(a, [...batch, ...inner, ...rows]);
  const transposeB = isArranged(b, [...batch, ...columns, ...inner]);
  const x = transposeA ? a.tensor : arrange(run, a, [...batch, ...rows, ...inner]);
  const y = transposeB ? b.tensor : arrange(run, b, [...batch, ...inner, ...columns]);
  const shapeA = transposeA ? [sizes.inner, sizes.rows] : [sizes.rows, sizes.inner];
  const shapeB = transposeB ? [sizes.columns, sizes.inner] : [sizes.inner, sizes.columns];
  return run("BatchMatMul", {
    a: { ...x, shape: [sizes.batch, ...shapeA] },
    b: { ...y, shape: [sizes.batch, ...shapeB] },
  }, { transposeA, transposeB });
}

/** What is no product of matrices, or many of a row and a column: value by value, then summed. */
function multiplyValues(
  run: Run,
  a: Operand,
  b: Operand,
  { batch, rows, columns, inner }: Groups,
  sizes: Sizes,
): tf.TensorInfo {
  const x = arrange(run, a, [...batch, ...rows, ...inner]);
  const y = arrange(run, b, [...batch, ...columns, ...inner]);
  const products = run("Multiply", {
    a: { ...x, shape: [sizes.batch, sizes.rows, 1, sizes.inner] },
    b: { ...y, shape: [sizes.batch, 1, sizes.columns, sizes.inner] },
  });
  return inner.length === 0
    ? products
    : run("Sum", { x: products }, { axis: [3], keepDims: false });
}

/** An operand's tensor with its axes in another order. */
function arrange(run: Run, operand: Operand, order: readonly number[]): tf.TensorInfo {
  const { tensor, labels } = operand;
  if (isArranged(operand, order)) return tensor;
  return run("Transpose", { x: tensor }, { perm: order.map((label) => labels.indexOf(label)) });
}

function isArranged({ labels }: Operand, order: readonly number[]): boolean {
  return labels.every((label, axis) => label === order[axis]);
}
