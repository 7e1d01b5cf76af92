import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type BackendName, useBackend } from "tandem";
import { fusedCrossEntropy } from "../../../src/engine/kernels/softmax_cross_entropy.ts";
import { randomStream } from "../../../src/parallel/random.ts";
import { needs } from "../../_permissions.ts";

const ignore = !needs("read");
const BUILDS: readonly BackendName[] = ["wasm", "wasm-simd"];
const ROWS = 3;
const MOST_COLUMNS = 40;

interface Problem {
  readonly rows: number;
  readonly columns: number;
  readonly logits: Float32Array;
  readonly targets: Float32Array;
  /** What each row's loss is multiplied by. */
  readonly weights: Float32Array;
}

/** What is computed of a problem. */
interface Answers {
  readonly losses: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
  /** The gradient of the weighted sum of the losses with respect to the logits. */
  readonly gradient: ArrayLike<number>;
}

/** Logits in [-scale, scale), and targets that are distributions. */
function drawProblem(columns: number, scale: number): Problem {
  const random = randomStream(columns, scale);
  const draw = (size: number, from: number, to: number): Float32Array =>
    Float32Array.from({ length: size }, () => from + (to - from) * random());
  const targets = draw(ROWS * columns, 0, 1);
  for (let row = 0; row < ROWS; row++) {
    const part = targets.subarray(row * columns, (row + 1) * columns);
    const sum = part.reduce((sum, value) => sum + value, 0);
    part.forEach((value, i) => part[i] = value / sum);
  }
  const logits = draw(ROWS * columns, -scale, scale);
  return { rows: ROWS, columns, logits, targets, weights: draw(ROWS, -1, 2) };
}

/** One row, of which only a class or none is the target. */
function problemOf(logits: number[], target?: number): Problem {
  const targets = new Float32Array(logits.length);
  if (target !== undefined) targets[target] = 1;
  const weights = Float32Array.of(1);
  return { rows: 1, columns: logits.length, logits: Float32Array.from(logits), targets, weights };
}

/** From first principles, in float64. */
function reference({ rows, columns, logits, targets, weights }: Problem): Answers {
  const losses = new Float64Array(rows);
  const probabilities = new Float64Array(rows * columns);
  const gradient = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const z = Array.from(logits.subarray(row * columns, (row + 1) * columns));
    const most = Math.max(...z);
    const logSum = most + Math.log(z.reduce((sum, value) => sum + Math.exp(value - most), 0));
    z.forEach((value, column) => {
      const i = row * columns + column;
      const target = targets[i] ?? NaN;
      losses[row] = (losses[row] ?? NaN) + target * (logSum - value);
      probabilities[i] = Math.exp(value - logSum);
      gradient[i] = (weights[row] ?? NaN) * (Math.exp(value - logSum) - target);
    });
  }
  return { losses, probabilities, gradient };
}

type PerRow = (targets: tf.Tensor2D, logits: tf.Tensor2D) => tf.Tensor;

const ours: PerRow = (targets, logits) => fusedCrossEntropy(targets, logits) ?? tf.scalar(NaN);
const stock: PerRow = (targets, logits) =>
  tf.losses.softmaxCrossEntropy(targets, logits, undefined, 0, tf.Reduction.NONE);

async function compute(backend: BackendName, perRow: PerRow, problem: Problem): Promise<Answers> {
  await useBackend(backend);
  const { rows, columns } = problem;
  return tf.tidy(() => {
    const logits = tf.tensor2d(problem.logits, [rows, columns]);
    const targets = tf.tensor2d(problem.targets, [rows, columns]);
    const weights = tf.tensor1d(problem.weights);
    const loss = (logits: tf.Tensor): tf.Scalar =>
      tf.sum(tf.mul(perRow(targets, logits as tf.Tensor2D), weights));
    return {
      losses: perRow(targets, logits).dataSync(),
      probabilities: tf.softmax(logits).dataSync(),
      gradient: tf.grad(loss)(logits).dataSync(),
    };
  });
}

/** Compares what is computed; both may be NaN or infinite in the same places. */
function assertClose(actual: Answers, expected: Answers, tolerance: number): void {
  for (const key of ["losses", "probabilities", "gradient"] as const) {
    const [values, wanted] = [Array.from(actual[key]), Array.from(expected[key])];
    assertEquals(values.length, wanted.length);
    values.forEach((value, i) => {
      const one = wanted[i] ?? 0;
      if (!Number.isFinite(one)) assertEquals(value, one, `${key} ${i}`);
      else assertAlmostEquals(value, one, tolerance * Math.max(1, Math.abs(one)), `${key} ${i}`);
    });
  }
}

for (const backend of BUILDS) {
  for (const scale of [1, 20, 1e4]) {
    Deno.test({
      name:
        `the softmax, its cross-entropy and the gradient are those of float64 on "${backend}": ` +
        `logits up to ${scale} in rows of 1 to ${MOST_COLUMNS}`,
      ignore,
      fn: async () => {
        for (let columns = 1; columns <= MOST_COLUMNS; columns++) {
          const problem = drawProblem(columns, scale);
          // The difference of two logits has 24 bits, and what it is off by is a factor of the exponential.
          assertClose(await compute(backend, ours, problem), reference(problem), 4e-6);
        }
      },
    });
  }

  Deno.test({
    name: `the cross-entropy is tfjs's own on "${backend}"`,
    ignore,
    fn: async () => {
      for (const columns of [1, 2, 4, 7, 10, 33]) {
        const problem = drawProblem(columns, 10);
        // Both have rounded: tfjs sums in float32 as well.
        assertClose(
          await compute(backend, ours, problem),
          await compute("cpu", stock, problem),
          1e-5,
        );
      }
    },
  });

  const odd: Readonly<Record<string, Problem>> = {
    "NaN among the logits": problemOf([1, NaN, 2, 3, 4], 0),
    "NaN as the last logit": problemOf([1, 2, 3, 4, NaN], 0),
    "a logit of -Infinity whose target is 0": problemOf([1, -Infinity, 2], 2),
    "a logit of -Infinity whose target is 1": problemOf([1, -Infinity, 2, 3, 4, 5], 1),
    "logits that are all -Infinity": problemOf([-Infinity, -Infinity], 0),
    "a logit of Infinity": problemOf([1, Infinity, 2, 3, 4], 1),
    "targets that are all 0": problemOf([1, 2, 3, 4, 5]),
    "a probability that is too small for a float": problemOf([0, -200, -300, -90, -100], 1),
  };
  for (const [name, problem] of Object.entries(odd)) {
    Deno.test({
      name: `the cross-entropy does as tfjs does on "${backend}": ${name}`,
      ignore,
      fn: async () => {
        assertClose(
          await compute(backend, ours, problem),
          await compute("cpu", stock, problem),
          1e-6,
        );
      },
    });
  }

  Deno.test({
    name: `the gradient agrees with finite differences on "${backend}"`,
    ignore,
    fn: async () => {
      const problem = drawProblem(9, 3);
      const { gradient } = await compute(backend, ours, problem);
      const step = 2 ** -10;
      const lossAt = (i: number, by: number): number => {
        const logits = problem.logits.with(i, (problem.logits[i] ?? NaN) + by);
        const { losses } = reference({ ...problem, logits });
        return Array.from(losses).reduce(
          (sum, loss, row) => sum + loss * (problem.weights[row] ?? NaN),
          0,
        );
      };
      Array.from(gradient).forEach((value, i) => {
        // The logits are rounded to float32 on both sides, by up to 2^-23 of 3: a share of 2^-13 of the step.
        assertAlmostEquals(value, (lossAt(i, step) - lossAt(i, -step)) / (2 * step), 5e-4);
      });
    },
  });

  Deno.test({
    name: `the gradient with respect to targets is -ln softmax(z) on "${backend}"`,
    ignore,
    fn: async () => {
      await useBackend(backend);
      const { rows, columns, logits, targets, weights } = drawProblem(6, 4);
      const { probabilities } = reference({ rows, columns, logits, targets, weights });
      const gradient = tf.tidy(() => {
        const z = tf.tensor2d(logits, [rows, columns]);
        return tf.grad((t) => tf.sum(tf.mul(ours(t as tf.Tensor2D, z), tf.tensor1d(weights))))(
          tf.tensor2d(targets, [rows, columns]),
        ).dataSync();
      });
      gradient.forEach((value, i) => {
        const weight = weights[Math.floor(i / columns)] ?? NaN;
        assertAlmostEquals(value, -weight * Math.log(probabilities[i] ?? NaN), 1e-5);
      });
    },
  });

  Deno.test({
    name:
      `the cross-entropy takes tensors of any rank, and labels that are not floats, on "${backend}"`,
    ignore,
    fn: async () => {
      await useBackend(backend);
      const start = tf.memory().numTensors;
      tf.tidy(() => {
        const { rows, columns, logits } = drawProblem(8, 2);
        const labels = tf.oneHot(tf.tensor1d([0, 3, 2, 1, 3, 1], "int32"), 4);
        const flat = ours(labels as tf.Tensor2D, tf.tensor2d(logits, [rows * columns / 4, 4]));
        const deep = fusedCrossEntropy(
          labels.reshape([3, 2, 4]),
          tf.tensor3d(logits, [3, 2, 4]),
        );
        assertEquals(deep?.shape, [3, 2]);
        assertEquals(deep?.dataSync(), flat.dataSync());
        const vector = fusedCrossEntropy(
          tf.tensor1d([0, 1, 0, 0]),
          tf.tensor1d(logits.subarray(0, 4)),
        );
        assertEquals(vector?.shape, []);
      });
      assertEquals(tf.memory().numTensors, start);
    },
  });
}

Deno.test("there is no fused cross-entropy on a backend without the kernel", async () => {
  await useBackend("cpu");
  assertEquals(fusedCrossEntropy(tf.tensor1d([1, 0]), tf.tensor1d([1, 2])), undefined);
});
