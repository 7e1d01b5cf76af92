import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { useBackend } from "tandem";
import { randomMask, randomUniform } from "../../../src/engine/kernels/random.ts";
import { fusedCrossEntropy } from "../../../src/engine/kernels/softmax_cross_entropy.ts";
import { Repeated } from "../../../src/engine/plan/repeated.ts";
import { overwriteTensor } from "../../../src/engine/tensors.ts";
import { asWasmBackend } from "../../../src/engine/wasm_heap.ts";
import { needs } from "../../_permissions.ts";
import { assertRepeats, type Compute, place, refill, runOnce } from "./_plan.ts";

const ignore = !needs("read");

function test(name: string, fn: () => void): void {
  Deno.test({
    name,
    ignore,
    fn: async () => {
      await useBackend("wasm");
      fn();
    },
  });
}

/** One step of a random computation: from tensors of `[rows, columns]` to another. */
type Operator = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor;

const OPERATORS: Readonly<Record<string, Operator>> = {
  add: (a, b) => tf.add(a, b),
  subtract: (a, b) => tf.sub(a, b),
  multiply: (a, b) => tf.mul(a, b),
  "divide by": (a, b) => tf.div(a, tf.add(tf.square(b), 1)),
  product: (a, b) => tf.matMul(tf.matMul(a, b, false, true), b),
  relu: (a) => tf.relu(a),
  tanh: (a) => tf.tanh(a),
  sigmoid: (a) => tf.sigmoid(a),
  elu: (a) => tf.elu(a),
  softmax: (a) => tf.softmax(a),
  absolute: (a) => tf.abs(a),
  "largest of": (a, b) => tf.maximum(a, b),
  "less the mean": (a) => tf.sub(a, tf.mean(a, 1, true)),
  "sum of columns": (a, b) => tf.add(b, tf.sum(a, 0)),
  "transposed twice": (a, b) => tf.transpose(tf.add(tf.transpose(a), tf.transpose(b))),
  concatenated: (a, b) => tf.slice(tf.concat([a, b, a]), [1, 0], [a.shape[0], a.shape[1]]),
  stacked: (a, b) => tf.max(tf.stack([a, b]), 0),
  split: (a) => tf.concat(tf.split(a, [1, a.shape[1] - 1], 1).toReversed(), 1),
  reversed: (a) => tf.reverse(a, 0),
  cast: (a) => tf.mul(a, tf.cast(tf.cast(tf.mul(a, 10), "int32"), "float32")),
  reshaped: (a) => tf.reshape(tf.softplus(tf.reshape(a, [-1])), a.shape),
  "dense layer": (a, b) =>
    tf.relu(tf.add(tf.matMul(tf.matMul(a, a, false, true), b), tf.sum(b, 0))),
  noise: (a) => tf.mul(a, randomMask(a.shape, 0.5, 2)),
};

const steps = fc.array(
  fc.record({
    operator: fc.constantFrom(...Object.keys(OPERATORS)),
    a: fc.nat(20),
    b: fc.nat(20),
  }),
  { minLength: 1, maxLength: 12 },
);

test("what is replayed gives the bits that tfjs gives, forward and backward", () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 2, max: 9 }),
  });
  fc.assert(
    fc.property(steps, sizes, (steps, { rows, columns }) => {
      const forward = (...given: tf.Tensor[]): tf.Tensor[] => {
        const values = [...given];
        for (const { operator, a, b } of steps) {
          const [x, y] = [values[a % values.length], values[b % values.length]];
          values.push(OPERATORS[operator]?.(x as tf.Tensor2D, y as tf.Tensor2D) ?? tf.scalar(0));
        }
        return values;
      };
      const loss = (...given: tf.Tensor[]): tf.Tensor =>
        forward(...given).reduce((sum, value) => tf.add(sum, tf.sum(value)), tf.scalar(0));
      const compute: Compute = (...given) => {
        const { value, grads } = tf.valueAndGrads(loss)(given);
        return [...forward(...given), value, ...grads];
      };
      assertRepeats([[rows, columns], [rows, columns]], compute);
    }),
    { numRuns: 60, seed: 5 },
  );
});

/** What tfjs holds. */
function held(): { tensors: number; bytes: number } {
  const { numTensors, numBytes } = tf.memory();
  return { tensors: numTensors, bytes: numBytes };
}

/** A product of two given matrices, squared. */
const PRODUCT: Compute = (a, b) => a && b ? [tf.square(tf.matMul(a, b))] : [];

test("a plan outlives the growth of the memory that it lies in", () => {
  const given = [place([30, 40]), place([40, 20])];
  const computation = { given, compute: () => PRODUCT(...given) };
  const [planned, eager] = [
    new Repeated(computation),
    new Repeated({ ...computation, eager: true }),
  ];
  const { wasm } = asWasmBackend(tf.backend());
  for (let run = 0; run < 6; run++) {
    refill(given, run);
    assertEquals(runOnce(planned), runOnce(eager));
    if (run < 2) continue;
    const { buffer } = wasm.HEAPU8;
    const more: tf.Tensor[] = [];
    while (wasm.HEAPU8.buffer === buffer) more.push(tf.zeros([2 ** 20]));
    tf.dispose(more);
  }
  assert(planned.isPlanned);
  planned.dispose();
  tf.dispose(given);
});

test("to replay makes no tensor, and to dispose gives everything back", () => {
  const given = [place([300, 400]), place([400, 200])];
  const start = held();
  const { wasm } = asWasmBackend(tf.backend());
  let buffer: ArrayBuffer | undefined;
  for (let time = 0; time < 100; time++) {
    const repeated = new Repeated({ given, compute: () => PRODUCT(...given) });
    for (let run = 0; run < 4; run++) {
      refill(given, run);
      runOnce(repeated);
      assertEquals(held(), start, `run ${run}`);
    }
    assert(repeated.isPlanned);
    repeated.dispose();
    assertEquals(held(), start);
    // What the first plan had is enough for the others.
    buffer ??= wasm.HEAPU8.buffer;
    assert(wasm.HEAPU8.buffer === buffer, "the memory has grown");
  }
  tf.dispose(given);
});

test("a run that throws leaves no tensor, and nothing that watches", () => {
  const given = [place([3, 4])];
  const { random } = Math;
  const start = held();
  const repeated = new Repeated({
    given,
    compute: () => {
      tf.square(given[0] ?? 0);
      throw new Error("no more");
    },
  });
  for (let run = 0; run < 3; run++) {
    let message = "";
    try {
      repeated.run(() => {});
    } catch (error) {
      message = error instanceof Error ? error.message : "";
    }
    assertEquals(message, "no more");
    assertEquals(held(), start);
    assert(Math.random === random);
  }
  tf.dispose(given);
});

/** Computations so far: each run is made by both, the planned and the eager one. */
let count = 0;

const OBSTACLES: Readonly<Record<string, { compute: Compute; obstacle: string }>> = {
  "random numbers that tfjs draws": {
    compute: (a) => a ? [tf.mul(a, tf.randomUniform(a.shape))] : [],
    obstacle: "it draws random numbers outside of a kernel",
  },
  "values that are read": {
    compute: (a) => a ? [tf.mul(a, a.dataSync()[0] ?? 0)] : [],
    obstacle: "what it computes depends on values that it reads",
  },
  "kernels that differ from run to run": {
    compute: (a) => a ? [(count++ & 2) > 0 ? tf.square(a) : tf.exp(a)] : [],
    obstacle: "its kernels differ from batch to batch",
  },
  "constants that differ from run to run": {
    compute: (a) => a ? [tf.mul(a, tf.scalar(count++ >> 1))] : [],
    obstacle: "its kernels differ from batch to batch",
  },
  "attributes that differ from run to run": {
    compute: (a) => a ? [tf.leakyRelu(a, 1 / (2 + (count++ >> 1)))] : [],
    obstacle: "its kernels differ from batch to batch",
  },
  "shapes that differ from run to run": {
    compute: (a) => a ? [tf.reshape(a, (count++ & 2) > 0 ? [2, 6] : [3, 4])] : [],
    obstacle: "its kernels differ from batch to batch",
  },
  "words": {
    compute: (a) => {
      tf.concat([tf.tensor1d(["a"]), tf.tensor1d(["b"])]);
      return a ? [tf.square(a)] : [];
    },
    obstacle: "it computes with string",
  },
  "outputs whose size depends on values, as soon as one is of another size": {
    // The sum of the numbers that occur: of 0 alone, of 1 alone, or of both.
    compute: (a) => a ? [tf.sum(tf.unique(tf.step(tf.slice(a, [0, 0], [1, 2])), 1).values)] : [],
    obstacle: 'Cannot replay kernel "Unique": it makes other outputs than it did',
  },
  "results that are whole numbers": {
    compute: (a) => a ? [tf.cast(tf.cast(tf.mul(a, 9), "int32"), "float32"), tf.argMax(a, 1)] : [],
    obstacle: "it gives results that are not floats",
  },
};

for (const [name, { compute, obstacle }] of Object.entries(OBSTACLES)) {
  test(`is left to tfjs, with the right results: ${name}`, () => {
    count = 0;
    assertRepeats([[3, 4]], compute, obstacle);
  });
}

test("is left to tfjs where that is asked for", () => {
  const given = [place([2, 2])];
  const repeated = new Repeated({ given, compute: () => PRODUCT(...given, ...given), eager: true });
  for (let run = 0; run < 4; run++) runOnce(repeated);
  assertEquals([repeated.isPlanned, repeated.obstacle], [false, "it was asked for"]);
  tf.dispose(given);
});

test("is left to tfjs once the values that are given change what a kernel makes", () => {
  const x = tf.keep(tf.tensor1d([1, 2, 1, 3]));
  const repeated = new Repeated({ given: [x], compute: () => [tf.unique(x).values] });
  const rounds = [[1, 2, 1, 3], [5, 6, 5, 7], [2, 2, 8, 9], [4, 4, 4, 4], [1, 2, 3, 4]];
  for (const [i, values] of rounds.entries()) {
    overwriteTensor(x, Float32Array.from(values));
    const seen = repeated.run(([result]) => [...result?.data ?? []]);
    assertEquals(seen, [...new Set(values)]);
    assertEquals(repeated.isPlanned, i === 1 || i === 2, `round ${i}`);
  }
  assertEquals(repeated.obstacle?.includes('"Unique"'), true, repeated.obstacle);
  repeated.dispose();
  x.dispose();
});

Deno.test("is left to tfjs on a backend that has no memory to plan", async () => {
  await useBackend("cpu");
  assertRepeats(
    [[5, 6], [6, 7]],
    PRODUCT,
    'backend "cpu" is run by tfjs alone',
  );
});

const FORMS: Readonly<Record<string, { shapes: number[][]; compute: Compute }>> = {
  "kernels that take lists": {
    shapes: [[3, 4], [3, 4]],
    compute: (...given) => [tf.concat(given, 1), tf.stack(given), tf.addN(given)],
  },
  "kernels that give lists": {
    shapes: [[6, 4]],
    compute: (a) => a ? [...tf.split(a, 3), ...tf.unstack(a, 1), ...tf.split(a, [1, 3], 1)] : [],
  },
  "an output that nobody reads": {
    shapes: [[6, 4]],
    compute: (a) => a ? [tf.split(a, 3)[1], tf.topk(a, 2).values] : [],
  },
  "given tensors in another shape": {
    shapes: [[3, 4]],
    compute: (a) => a ? [tf.reshape(a, [12]), tf.reshape(tf.square(a), [2, 6]), a.clone()] : [],
  },
  "given tensors themselves": {
    shapes: [[3, 4], [2]],
    compute: (a, b) => a && b ? [b, tf.square(a), a] : [],
  },
  "results that are one": {
    shapes: [[3, 4]],
    compute: (a) => {
      const square = a && tf.square(a);
      return square ? [square, tf.neg(square), square, tf.reshape(square, [12])] : [];
    },
  },
  "results that are not there": {
    shapes: [[3, 4]],
    compute: (a) => a ? [undefined, tf.square(a), undefined] : [],
  },
  "results that are always the same": {
    shapes: [[3, 4]],
    compute: (a) => a ? [tf.scalar(3), tf.mul(tf.scalar(3), 2), tf.zerosLike(a), tf.ones([2])] : [],
  },
  "a ReLU's gradient that is made of constants": {
    shapes: [[3, 4], [4, 5]],
    compute: (a, b) => a && b ? tf.grads((a, b) => tf.sum(tf.relu(tf.matMul(a, b))))([a, b]) : [],
  },
  "nothing": { shapes: [[2]], compute: () => [] },
  "tensors of no values": {
    shapes: [[0, 4], [4, 3]],
    compute: (a, b) =>
      a && b ? [tf.concat([tf.matMul(a, b), tf.square(tf.slice(b, [0, 0], [2, 3]))])] : [],
  },
  "products of batches, a bias in another shape and ReLU": {
    shapes: [[2, 3, 5], [2, 5, 6], [6], [4]],
    compute: (a, b, wide, narrow) => {
      if (!a || !b || !wide || !narrow) return [];
      const product = (): tf.Tensor => tf.matMul(a, b);
      return [
        tf.relu(tf.add(tf.reshape(product(), [6, 6]), wide)),
        tf.relu(tf.reshape(tf.add(product(), wide), [9, 4])),
        tf.relu(tf.add(tf.reshape(product(), [3, 3, 4]), narrow)),
      ];
    },
  },
  "a product in one row that is added to itself": {
    shapes: [[1, 3], [3, 4]],
    compute: (a, b) => {
      const row = a && b && tf.reshape(tf.matMul(a, b), [4]);
      return row ? [tf.add(row, row)] : [];
    },
  },
  "a product that sums nothing": {
    shapes: [[3, 0], [0, 4], [4]],
    compute: (a, b, bias) => a && b && bias ? [tf.relu(tf.add(tf.matMul(a, b), bias))] : [],
  },
  "fused products": {
    shapes: [[3, 5], [5, 4], [3, 4], [4]],
    compute: (a, b, all, bias) => {
      if (!a || !b || !all || !bias) return [];
      const [x, y] = [a as tf.Tensor2D, b as tf.Tensor2D];
      return [
        tf.relu(tf.fused.matMul({ a: x, b: y, bias: all })),
        tf.relu(tf.fused.matMul({ a: x, b: y, bias })),
        tf.fused.matMul({
          a: x,
          b: y,
          bias,
          activation: "prelu",
          preluActivationWeights: bias,
        }),
      ];
    },
  },
  "a softmax before its cross-entropy": {
    shapes: [[5, 4], [5, 4]],
    compute: (logits, targets) => {
      if (!logits || !targets) return [];
      const doubled = tf.mul(tf.softmax(logits), 2);
      const losses = fusedCrossEntropy(targets, logits);
      return [doubled, losses, tf.softmax(logits)];
    },
  },
  // The stock kernels keep these weights in an order of their own.
  "weights of PReLU and of convolutions": {
    shapes: [[2, 6, 6, 3], [3, 3, 3, 4], [4], [3, 3, 3, 2], [3]],
    compute: (x, filters, alpha, depthwise, slopes) => {
      if (!x || !filters || !alpha || !depthwise || !slopes) return [];
      const image = x as tf.Tensor4D;
      const convolved = tf.conv2d(image, filters as tf.Tensor4D, 1, "same");
      return [
        tf.prelu(convolved, alpha),
        tf.prelu(x, slopes),
        tf.depthwiseConv2d(image, depthwise as tf.Tensor4D, 1, "valid"),
        tf.fused.conv2d({
          x: image,
          filter: filters as tf.Tensor4D,
          strides: 2,
          pad: "same",
          bias: alpha,
          activation: "relu",
        }),
      ];
    },
  },
  "random numbers of kernels": {
    shapes: [[7, 5]],
    compute: (a) =>
      a ? [tf.mul(a, randomMask(a.shape, 0.4, 2)), randomUniform([9]), randomUniform([9])] : [],
  },
  "random numbers that nobody reads": {
    shapes: [[7, 5]],
    compute: (a) => {
      randomUniform([3]);
      return a ? [tf.add(a, randomUniform([5]))] : [];
    },
  },
};

for (const [form, { shapes, compute }] of Object.entries(FORMS)) {
  test(`is replayed: ${form}`, () => assertRepeats(shapes, compute));
}

test("other values give other results", () => {
  const given = [place([3, 4]), place([4, 3])];
  const repeated = new Repeated({ given, compute: () => PRODUCT(...given) });
  const seen = [0, 1, 2, 3].map((seed) => {
    refill(given, seed);
    return runOnce(repeated);
  });
  assert(repeated.isPlanned);
  assertNotEquals(seen[2], seen[3]);
  repeated.dispose();
  tf.dispose(given);
});
