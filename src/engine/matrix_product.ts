/**
 * Repairs the WASM backend's matrix products: with a transposed operand the stock kernels are more than ten times
 * slower than without, and the fused one adds its bias once for every block of the inner dimension. Here an operand
 * is transposed first, so that both run at forward speed and give the right sums.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

type Kernel = NonNullable<ReturnType<typeof tf.getKernel>>;
type KernelArguments = Parameters<Kernel["kernelFunc"]>[0];

/** What a matrix product needs of a backend: to let go of a tensor that only the kernel has seen. */
interface DisposingBackend {
  disposeData(dataId: tf.DataId): boolean;
}

const PRODUCTS = ["BatchMatMul", "_FusedMatMul"] as const;
let repaired = false;

/** Replaces the two matrix product kernels of the `wasm` backend, once. */
export function repairMatrixProducts(): void {
  if (repaired) return;
  for (const name of PRODUCTS) {
    const stock = requireKernel(name);
    tf.unregisterKernel(name, "wasm");
    tf.registerKernel({ ...stock, kernelFunc: transposingFirst(stock) });
  }
  repaired = true;
}

function transposingFirst(product: Kernel): Kernel["kernelFunc"] {
  const transpose = requireKernel("Transpose");
  return ({ inputs, backend, attrs }: KernelArguments) => {
    const owned: tf.TensorInfo[] = [];
    const straight = (operand: tf.TensorInfo, transposed: boolean): tf.TensorInfo => {
      if (!transposed) return operand;
      const rank = operand.shape.length;
      const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
      const result = transpose.kernelFunc({ inputs: { x: operand }, backend, attrs: { perm } });
      const [info = operand] = [result].flat();
      owned.push(info);
      return info;
    };
    const { a, b, ...others } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB, ...rest } = attrs as {
      transposeA: boolean;
      transposeB: boolean;
    };
    const result = product.kernelFunc({
      inputs: { ...others, a: straight(a, transposeA), b: straight(b, transposeB) },
      backend,
      attrs: { ...rest, transposeA: false, transposeB: false },
    });
    for (const { dataId } of owned) (backend as DisposingBackend).disposeData(dataId);
    return result;
  };
}

function requireKernel(name: string): Kernel {
  const kernel = tf.getKernel(name, "wasm");
  if (!kernel) throw new Error(`Cannot repair the "wasm" backend: it has no kernel "${name}"`);
  return kernel;
}
