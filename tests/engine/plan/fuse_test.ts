import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import { useBackend } from "tandem";
import {
  CROSS_ENTROPY,
  fusedCrossEntropy,
} from "../../../src/engine/kernels/softmax_cross_entropy.ts";
import { fuse } from "../../../src/engine/plan/fuse.ts";
import { overwriteGradients } from "../../../src/engine/plan/fuse_gradients.ts";
import type { Graph } from "../../../src/engine/plan/graph.ts";
import { needs } from "../../_permissions.ts";
import { assertRepeats, type Compute, graphFrom, namesOf, place } from "./_plan.ts";

const PRODUCT = "BatchMatMul";
const FUSED = "_FusedMatMul";

interface Case {
  readonly shapes: number[][];
  readonly compute: Compute;
  /** Counts of calls after fusing. */
  readonly fused: Readonly<Record<string, number>>;
}

/** Wraps a computation of given tensors that are all there. */
function of(compute: (given: tf.Tensor2D[]) => (tf.Tensor | undefined)[]): Compute {
  return (...given) => compute(given as tf.Tensor2D[]);
}

/** A layer with ReLU: input `[5, 6]`, kernel `[6, 7]`, bias `[7]`. */
const LAYER = [[5, 6], [6, 7], [7]];
const sums = ([x, w, b]: tf.Tensor[]): tf.Tensor =>
  tf.add(tf.matMul(x ?? tf.scalar(NaN), w ?? tf.scalar(NaN)), b ?? tf.scalar(NaN));
const gradients = (layer: (given: tf.Tensor[]) => tf.Tensor): Compute => (...given) => {
  const loss = (...given: tf.Tensor[]): tf.Tensor => tf.sum(tf.square(layer(given)));
  const { value, grads } = tf.valueAndGrads(loss)(given);
  return [value, ...grads];
};

const CASES: Readonly<Record<string, Case>> = {
  "a product and a bias become one call": {
    shapes: LAYER,
    compute: of((given) => [sums(given)]),
    fused: { [FUSED]: 1, [PRODUCT]: 0, Add: 0 },
  },
  "a product, a bias before it and ReLU become one call": {
    shapes: LAYER,
    compute: of(([x, w, b]) => [tf.relu(tf.add(b ?? 0, tf.matMul(x ?? [], w ?? [])))]),
    fused: { [FUSED]: 1, [PRODUCT]: 0, Add: 0, Relu: 0 },
  },
  "a layer with ReLU becomes one call forward, and its gradient asks for what ReLU gave": {
    shapes: LAYER,
    compute: gradients((given) => tf.relu(sums(given))),
    fused: { [FUSED]: 1, [PRODUCT]: 2, Add: 0, Relu: 0, ReluGrad: 1 },
  },
  "two layers become two calls forward": {
    shapes: [...LAYER, [7, 3], [3]],
    compute: gradients(([x, w, b, ...last]) => {
      const hidden = tf.relu(sums([x, w, b].filter((tensor) => tensor !== undefined)));
      return tf.relu(sums([hidden, ...last]));
    }),
    fused: { [FUSED]: 2, [PRODUCT]: 4, Add: 0, Relu: 0, ReluGrad: 2 },
  },
  "a convolution, its bias and ReLU become one call forward": {
    shapes: [[2, 5, 5, 3], [3, 3, 3, 4], [4]],
    compute: gradients(([x, filter, bias]) =>
      tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"), bias ?? 0))
    ),
    fused: { FusedConv2D: 1, Conv2D: 0, Add: 0, Relu: 0, ReluGrad: 1 },
  },
  "a product that is a result, too, stays": {
    shapes: LAYER,
    compute: of(([x, w, b]) => {
      const product = tf.matMul(x ?? [], w ?? []);
      return [tf.relu(tf.add(product, b ?? 0)), product];
    }),
    fused: { [FUSED]: 0, [PRODUCT]: 1, Add: 1, Relu: 1 },
  },
  "a product that is used elsewhere stays": {
    shapes: LAYER,
    compute: of(([x, w, b]) => {
      const product = tf.matMul(x ?? [], w ?? []);
      return [tf.add(product, b ?? 0), tf.exp(product)];
    }),
    fused: { [FUSED]: 0, [PRODUCT]: 1, Add: 1 },
  },
  "sums that are a result, too, are not fused with ReLU": {
    shapes: LAYER,
    compute: of((given) => {
      const before = sums(given);
      return [tf.relu(before), before];
    }),
    fused: { [FUSED]: 1, Add: 0, Relu: 1 },
  },
  "sums that are used elsewhere are not fused with ReLU": {
    shapes: LAYER,
    compute: gradients((given) => {
      const before = sums(given);
      return tf.add(tf.relu(before), tf.tanh(before));
    }),
    fused: { [FUSED]: 1, Relu: 1, ReluGrad: 1 },
  },
  "a bias of another size is not fused": {
    shapes: [[5, 6], [6, 7], [1]],
    compute: of((given) => [sums(given)]),
    fused: { [FUSED]: 0, [PRODUCT]: 1, Add: 1 },
  },
  "a bias of each row is not fused": {
    shapes: [[7, 6], [6, 7], [7, 1]],
    compute: of((given) => [sums(given)]),
    fused: { [FUSED]: 0, [PRODUCT]: 1, Add: 1 },
  },
  "whole numbers are not fused": {
    shapes: LAYER,
    compute: of((given) => [
      tf.cast(sums(given.map((tensor) => tf.cast(tf.mul(tensor, 9), "int32"))), "float32"),
    ]),
    fused: { [FUSED]: 0, [PRODUCT]: 1, Add: 1 },
  },
  "the softmax after its cross-entropy is shared": {
    shapes: [[5, 4], [5, 4]],
    compute: of(([logits, targets]) => {
      if (!logits || !targets) return [];
      const losses = fusedCrossEntropy(targets, logits);
      return [losses, tf.softmax(logits), tf.exp(tf.softmax(logits))];
    }),
    fused: { [CROSS_ENTROPY]: 1, Softmax: 0 },
  },
  "the softmax before its cross-entropy is not": {
    shapes: [[5, 4], [5, 4]],
    compute: of(([logits, targets]) => {
      if (!logits || !targets) return [];
      return [tf.exp(tf.softmax(logits)), fusedCrossEntropy(targets, logits)];
    }),
    fused: { [CROSS_ENTROPY]: 1, Softmax: 1 },
  },
  "the softmax of other logits is not": {
    shapes: [[5, 4], [5, 4]],
    compute: of(([logits, targets]) => {
      if (!logits || !targets) return [];
      return [fusedCrossEntropy(targets, logits), tf.softmax(targets)];
    }),
    fused: { [CROSS_ENTROPY]: 1, Softmax: 1 },
  },
};

for (const [name, { shapes, compute, fused }] of Object.entries(CASES)) {
  Deno.test({
    name: `fuse(): ${name}, and the bits stay`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const given = shapes.map((shape) => place(shape));
      const names = namesOf(fuse(graphFrom(given, compute)));
      const counts = Object.keys(fused).map((call) => [
        call,
        names.filter((name) => name === call).length,
      ]);
      assertEquals(Object.fromEntries(counts), fused);
      tf.dispose(given);
      assertRepeats(shapes, compute);
    },
  });
}

const MAXIMA: Readonly<Record<string, { compute: Compute; order: string[] }>> = {
  "is stopped before a maximum passes it back": {
    compute: gradients(([x]) => tf.maxPool(tf.relu(x as tf.Tensor4D), 2, 1, "same")),
    order: ["ReluGrad", "MaxPoolGrad"],
  },
  "is stopped after that where it comes from elsewhere, too": {
    compute: gradients(([x]) => {
      const positive = tf.relu(x as tf.Tensor4D);
      return tf.add(tf.sum(positive), tf.sum(tf.maxPool(positive, 2, 2, "valid")));
    }),
    order: ["MaxPoolGrad", "ReluGrad"],
  },
};

for (const [name, { compute, order }] of Object.entries(MAXIMA)) {
  Deno.test({
    name: `fuse(): the gradient of ReLU ${name}, and the bits stay`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const shapes = [[2, 6, 5, 7]];
      const given = shapes.map((shape) => place(shape));
      const names = namesOf(fuse(graphFrom(given, compute)));
      assertEquals(names.filter((name) => order.includes(name)), order);
      tf.dispose(given);
      assertRepeats(shapes, compute);
    },
  });
}

/** Whether each of a graph's ReLU gradients is written over the one that it is made of. */
function overwritten({ calls }: Graph): boolean[] {
  return calls.filter(({ name }) => name === "ReluGrad").map(({ inputs: { dy }, outputs }) =>
    [dy].flat()[0]?.storage === outputs[0]?.storage
  );
}

const GRADIENTS: Readonly<
  Record<string, { layer: (given: tf.Tensor[]) => tf.Tensor; over: boolean }>
> = {
  "is written over the one that it is made of": {
    layer: (given) => tf.relu(sums(given)),
    over: true,
  },
  "is not where another reads that later": {
    layer: (given) => {
      const others = sums(given);
      return tf.add(tf.relu(sums(given)), others);
    },
    over: false,
  },
};

for (const [name, { layer, over }] of Object.entries(GRADIENTS)) {
  Deno.test({
    name: `overwriteGradients(): the gradient of ReLU ${name}`,
    ignore: !needs("read"),
    fn: async () => {
      await useBackend("wasm");
      const given = LAYER.map((shape) => place(shape));
      const compute = gradients(layer);
      const graph = fuse(graphFrom(given, compute));
      assertEquals(overwritten(graph), [false]);
      assertEquals(overwritten(overwriteGradients(graph)), [over]);
      tf.dispose(given);
      assertRepeats(LAYER, compute);
    },
  });
}
