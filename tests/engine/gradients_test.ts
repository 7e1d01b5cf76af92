import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type BackendName, useBackend } from "tandem";
import { randomStream } from "../../src/parallel/random.ts";
import { TRAINING_BACKENDS } from "../_backends.ts";
import { needs } from "../_permissions.ts";

/** A function of tensors that calls a kernel, and the shapes of what it is given. */
interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly run: (...tensors: tf.Tensor[]) => tf.Tensor;
}

const MATRIX = [3, 4];
/** tfjs's gradients of some functions do not broadcast. */
const ALIKE = [MATRIX, MATRIX];
const IMAGES = [2, 4, 4, 3];
const SPACES = [2, 4, 4, 4, 2];

type Unary = (x: tf.Tensor) => tf.Tensor;

const of = (run: Unary, shape: readonly number[] = MATRIX): Case => ({
  shapes: [shape],
  run: (x) => run(some(x)),
});
const ofTwo = (
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  shapes: readonly (readonly number[])[] = [MATRIX, [4]],
): Case => ({ shapes, run: (a, b) => run(some(a), some(b)) });
const ofImages = (run: (x: tf.Tensor4D) => tf.Tensor): Case =>
  of((x) => run(x as tf.Tensor4D), IMAGES);
const ofSpaces = (run: (x: tf.Tensor5D) => tf.Tensor): Case =>
  of((x) => run(x as tf.Tensor5D), SPACES);

function some(x: tf.Tensor | undefined): tf.Tensor {
  return x ?? tf.scalar(NaN);
}

const FOUR = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;

/** A function for every kernel that tfjs has a gradient of. */
const CASES: Readonly<Record<string, Case>> = {
  Abs: of((x) => tf.abs(tf.sub(x, 0.5))),
  Acos: of(tf.acos),
  Acosh: of((x) => tf.acosh(tf.add(x, 1))),
  Add: ofTwo(tf.add),
  AddN: of((x) => tf.addN([x, x, tf.mul(x, 2)])),
  ArgMax: of((x) => tf.argMax(x, 1)),
  ArgMin: of((x) => tf.argMin(x, 1)),
  Asin: of(tf.asin),
  Asinh: of(tf.asinh),
  Atan: of(tf.atan),
  Atan2: ofTwo(tf.atan2),
  Atanh: of(tf.atanh),
  AvgPool: ofImages((x) => tf.avgPool(x, 3, 2, "same")),
  AvgPool3D: ofSpaces((x) => tf.avgPool3d(x, 2, 2, "valid")),
  BatchMatMul: ofTwo((a, b) => tf.matMul(a, b, true, false), [[2, 4, 3], [2, 4, 5]]),
  BatchToSpaceND: of((x) => tf.batchToSpaceND(x, [2, 2], [[0, 1], [1, 0]]), [4, 2, 2, 3]),
  BroadcastTo: of((x) => tf.broadcastTo(x, [2, 3, 4])),
  Cast: of((x) => tf.cast(x, "float32")),
  Ceil: of(tf.ceil),
  ClipByValue: of((x) => tf.clipByValue(x, 0.3, 0.6)),
  Concat: ofTwo((a, b) => tf.concat([a, b], 1), [MATRIX, [3, 2]]),
  Conv2D: ofTwo((x, filter) => tf.conv2d(FOUR(x), FOUR(filter), 2, "same"), [IMAGES, [3, 3, 3, 2]]),
  Conv2DBackpropInput: ofTwo(
    (x, filter) => tf.conv2dTranspose(FOUR(x), FOUR(filter), [2, 8, 8, 2], 2, "same"),
    [IMAGES, [3, 3, 2, 3]],
  ),
  Conv3D: ofTwo(
    (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 1, "same"),
    [SPACES, [2, 2, 2, 2, 3]],
  ),
  Cos: of(tf.cos),
  Cosh: of(tf.cosh),
  Cumsum: of((x) => tf.cumsum(x, 1, true, true)),
  DepthwiseConv2dNative: ofTwo(
    (x, filter) => tf.depthwiseConv2d(FOUR(x), FOUR(filter), 2, "same"),
    [IMAGES, [3, 3, 3, 2]],
  ),
  Dilation2D: ofTwo(
    (x, filter) => tf.dilation2d(FOUR(x), filter as tf.Tensor3D, 1, "same"),
    [IMAGES, [2, 2, 3]],
  ),
  Einsum: ofTwo((a, b) => tf.einsum("ij,kj->ik", a, b), [MATRIX, [2, 4]]),
  Elu: of((x) => tf.elu(tf.sub(x, 0.5))),
  Erf: of(tf.erf),
  Exp: of(tf.exp),
  ExpandDims: of((x) => tf.expandDims(x, 1)),
  Expm1: of(tf.expm1),
  Floor: of(tf.floor),
  FloorDiv: ofTwo(tf.floorDiv),
  FusedBatchNorm: {
    shapes: [IMAGES, [3], [3], [3], [3]],
    run: (x, mean, variance, offset, scale) =>
      tf.batchNorm(
        some(x),
        some(mean) as tf.Tensor1D,
        some(variance) as tf.Tensor1D,
        some(offset) as tf.Tensor1D,
        some(scale) as tf.Tensor1D,
      ),
  },
  GatherNd: of((x) => tf.gatherND(x, tf.tensor2d([[0, 1], [2, 3]], [2, 2], "int32"))),
  GatherV2: of((x) => tf.gather(x, tf.tensor1d([2, 0, 2], "int32"), 1)),
  GreaterEqual: ofTwo(tf.greaterEqual, ALIKE),
  Identity: of(tf.clone),
  IsFinite: of(tf.isFinite),
  IsInf: of(tf.isInf),
  IsNan: of(tf.isNaN),
  LRN: ofImages((x) => tf.localResponseNormalization(x, 2, 1, 1, 0.5)),
  LeakyRelu: of((x) => tf.leakyRelu(tf.sub(x, 0.5), 0.1)),
  Log: of(tf.log),
  Log1p: of(tf.log1p),
  LogSoftmax: of((x) => tf.logSoftmax(x)),
  Max: of((x) => tf.max(x, 1)),
  MaxPool: ofImages((x) => tf.maxPool(x, 3, 2, "same")),
  MaxPool3D: ofSpaces((x) => tf.maxPool3d(x, 2, 2, "valid")),
  Maximum: ofTwo(tf.maximum, ALIKE),
  Mean: of((x) => tf.mean(x, 0)),
  Min: of((x) => tf.min(x, 1)),
  Minimum: ofTwo(tf.minimum, ALIKE),
  MirrorPad: of((x) => tf.mirrorPad(x, [[1, 0], [2, 1]], "reflect")),
  Mod: ofTwo(tf.mod),
  Multiply: ofTwo(tf.mul),
  Neg: of(tf.neg),
  OneHot: of((x) => tf.oneHot(tf.cast(tf.mul(x, 4), "int32"), 4)),
  OnesLike: of(tf.onesLike),
  Pack: of((x) => tf.stack([x, tf.mul(x, 2)], 1)),
  PadV2: of((x) => tf.pad(x, [[1, 0], [2, 1]])),
  Pow: ofTwo(tf.pow),
  Prelu: ofTwo((x, alpha) => tf.prelu(tf.sub(x, 0.5), alpha)),
  Prod: of((x) => tf.prod(x, 1)),
  RealDiv: ofTwo(tf.div),
  Reciprocal: of(tf.reciprocal),
  Relu: of((x) => tf.relu(tf.sub(x, 0.5))),
  Relu6: of((x) => tf.relu6(tf.sub(x, 0.5))),
  Reshape: of((x) => tf.reshape(x, [2, 6])),
  ResizeBilinear: ofImages((x) => tf.image.resizeBilinear(x, [3, 7])),
  // With more images than one tfjs's gradient on "cpu" takes rows of the wrong image.
  ResizeNearestNeighbor: of(
    (x) => tf.image.resizeNearestNeighbor(FOUR(x), [8, 12]),
    [1, 4, 4, 3],
  ),
  Reverse: of((x) => tf.reverse(x, 1)),
  Round: of(tf.round),
  Rsqrt: of(tf.rsqrt),
  ScatterNd: of((x) => tf.scatterND(tf.tensor2d([[2], [0], [2]], [3, 1], "int32"), x, [4, 4])),
  Select: ofTwo((a, b) => tf.where(tf.greater(drawOf(MATRIX, 5), 0.5), a, b), ALIKE),
  Selu: of((x) => tf.selu(tf.sub(x, 0.5))),
  Sigmoid: of(tf.sigmoid),
  Sign: of(tf.sign),
  Sin: of(tf.sin),
  Sinh: of(tf.sinh),
  Slice: of((x) => tf.slice(x, [1, 0], [2, 3])),
  Softmax: of((x) => tf.softmax(x)),
  Softplus: of(tf.softplus),
  SpaceToBatchND: of((x) => tf.spaceToBatchND(x, [2, 2], [[0, 0], [1, 1]]), IMAGES),
  SplitV: of((x) => tf.mul(some(tf.split(x, [1, 3], 1)[1]), 3)),
  Sqrt: of(tf.sqrt),
  Square: of(tf.square),
  SquaredDifference: ofTwo(tf.squaredDifference, ALIKE),
  Step: of((x) => tf.step(tf.sub(x, 0.5))),
  Sub: ofTwo(tf.sub),
  Sum: of((x) => tf.sum(x, 0)),
  Tan: of(tf.tan),
  Tanh: of(tf.tanh),
  Tile: of((x) => tf.tile(x, [2, 3])),
  Transpose: of((x) => tf.transpose(x, [1, 2, 0]), [2, 3, 4]),
  Unpack: of((x) => some(tf.unstack(x, 1)[2])),
  UnsortedSegmentSum: of((x) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1], "int32"), 2)),
  ZerosLike: of(tf.zerosLike),
};

/** What no gradient reaches: tfjs has none of a complex number by its parts. */
const UNREACHED = ["ComplexAbs"];

/** Values in (0.1, 0.9), none of which is another: no maximum is there twice. */
function drawOf(shape: readonly number[], seed: number): tf.Tensor {
  const random = randomStream(seed);
  const size = tf.util.sizeFromShape([...shape]);
  return tf.tensor(Float32Array.from({ length: size }, () => 0.1 + 0.8 * random()), [...shape]);
}

/** What a function gives, and the gradients of a sum of it, each value of which has another weight. */
async function computeOn(backend: BackendName, { shapes, run }: Case): Promise<Float32Array[]> {
  await useBackend(backend);
  return tf.tidy(() => {
    const given = shapes.map((shape, i) => drawOf(shape, i));
    const sum = (...tensors: tf.Tensor[]): tf.Scalar => {
      const result = tf.cast(run(...tensors), "float32");
      return tf.sum(tf.mul(result, drawOf(result.shape, 9)));
    };
    const results = [tf.cast(run(...given), "float32"), ...tf.grads(sum)(given)];
    return results.map((result) => result.dataSync<"float32">());
  });
}

Deno.test("the sweep knows every kernel that tfjs has a gradient of", () => {
  // tfjs exports the names of its kernels as texts.
  const names = Object.values<unknown>(tf as unknown as Record<string, unknown>)
    .filter((value) => typeof value === "string");
  const withGradient = names.filter((name) => tf.getGradient(name) !== undefined);
  const known = [...Object.keys(CASES), ...UNREACHED];
  assertEquals(withGradient.filter((name) => !known.includes(name)), []);
  assertEquals(known.filter((name) => !names.includes(name)), []);
});

for (const backend of TRAINING_BACKENDS.filter((name) => name !== "wasm-simd")) {
  Deno.test({
    name: `every gradient of tfjs on "${backend}" is that on "cpu"`,
    ignore: !needs("read"),
    fn: async () => {
      for (const [name, one] of Object.entries(CASES)) {
        const expected = await computeOn("cpu", one);
        const actual = await computeOn(backend, one);
        expected.forEach((values, i) => {
          const seen = actual[i] ?? new Float32Array();
          assertEquals(seen.length, values.length, name);
          // Sums of at most some hundred products of order 1, and functions to nearly all digits of float32.
          values.forEach((value, j) =>
            assertAlmostEquals(
              seen[j] ?? NaN,
              value,
              1e-5 * Math.max(1, Math.abs(value)),
              `${name}, value ${j} of result ${i}`,
            )
          );
        });
      }
    },
  });
}
