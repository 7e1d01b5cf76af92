/**
 * Kernels of tfjs by name, on the backend that is asked for.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type BackendName, useBackend } from "tandem";

/** Values and their shape. */
export interface Values {
  readonly shape: number[];
  readonly data: ArrayLike<number>;
}

/** A call of a kernel. */
export interface KernelCall {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Values>>;
  /** What tfjs calls its attributes. */
  readonly attrs: object;
}

/** Runs a kernel of one output. */
export async function runKernel(
  backend: BackendName,
  { name, inputs, attrs }: KernelCall,
): Promise<Values> {
  await useBackend(backend);
  const before = tf.memory().numTensors;
  const values = tf.tidy(() => {
    const tensors = Object.entries(inputs).map(([input, { data, shape }]) =>
      [input, tf.tensor(Float32Array.from(data), shape)] as const
    );
    const output = tf.engine().runKernel<tf.Tensor>(name, Object.fromEntries(tensors), {
      ...attrs,
    } as tf.NamedAttrMap);
    return { shape: output.shape, data: output.dataSync() };
  });
  assertEquals(tf.memory().numTensors, before);
  return values;
}

/**
 * Asserts that two kernels gave the same.
 *
 * @param tolerance What they may differ by; where a value is above 1, the share of it.
 */
export function assertAlike(actual: Values, expected: Values, tolerance: number): void {
  assertEquals(actual.shape, expected.shape);
  for (let i = 0; i < expected.data.length; i++) {
    const [value, wanted] = [actual.data[i] ?? Infinity, expected.data[i] ?? NaN];
    if (Number.isFinite(wanted)) {
      assertAlmostEquals(value, wanted, tolerance * Math.max(1, Math.abs(wanted)), `value ${i}`);
    } else assertEquals(value, wanted, `value ${i}`);
  }
}

/** Values of a shape, which are drawn from a stream that shrinks well. */
export function valuesOf(shape: number[], value: fc.Arbitrary<number>): fc.Arbitrary<Values> {
  const size = tf.util.sizeFromShape(shape);
  return fc.array(value, { minLength: size, maxLength: size }).map((data) => ({ shape, data }));
}

/** The inner product of values with others of their shape. */
export function dot(a: Values, b: Values): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i] ?? NaN) * (b.data[i] ?? NaN);
  return sum;
}

/** The same values, but for one of them. */
export function changed(values: Values, place: number, by: number): Values {
  const data = Float64Array.from(values.data);
  data[place] = (data[place] ?? NaN) + by;
  return { ...values, data };
}
