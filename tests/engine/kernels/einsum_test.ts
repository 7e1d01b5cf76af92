import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import { useBackend } from "tandem";
import { needs } from "../../_permissions.ts";
import { assertRepeats } from "../plan/_plan.ts";
import { assertAlike, dot, type Values, valuesOf } from "./_run.ts";

const ignore = !needs("read");
const LABELS = [..."abcde"];

interface Problem {
  readonly equation: string;
  readonly operands: readonly Values[];
}

const value = fc.double({ min: -1, max: 1, noNaN: true });
const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 5 });
const term = fc.shuffledSubarray(LABELS, { maxLength: 4 });

/** Equations of one operand or two, whose output has some of their labels in any order. */
const problems: fc.Arbitrary<Problem> = fc.tuple(
  fc.array(term, { minLength: 1, maxLength: 2 }),
  sizes,
).chain(([terms, sizes]) => {
  const shapeOf = (labels: string[]): number[] =>
    labels.map((label) => sizes[LABELS.indexOf(label)] ?? 1);
  return fc.record({
    equation: fc.shuffledSubarray([...new Set(terms.flat())]).map((output) =>
      `${terms.map((labels) => labels.join("")).join(",")}->${output.join("")}`
    ),
    operands: fc.tuple(...terms.map((labels) => valuesOf(shapeOf(labels), value))),
  });
});

/** Those of attention, of dense layers on more than one axis, and what could be mistaken for a product. */
const EQUATIONS: Readonly<Record<string, readonly number[][]>> = {
  "aecd,abcd->acbe": [[2, 3, 2, 4], [2, 5, 2, 4]],
  "acbe,aecd->abcd": [[2, 2, 5, 3], [2, 3, 2, 4]],
  "abc,cde->abde": [[2, 3, 4], [4, 2, 3]],
  "abcd,cde->abe": [[2, 3, 2, 4], [2, 4, 5]],
  "ab,ab->a": [[3, 4], [3, 4]],
  "ab,ab->": [[3, 4], [3, 4]],
  "ab,cd->dacb": [[2, 3], [4, 5]],
  ",ab->ba": [[], [3, 4]],
  "ab->ab": [[3, 4]],
};

function tensorsOf(operands: readonly Values[]): tf.Tensor[] {
  return operands.map(({ data, shape }) => tf.tensor(Array.from(data), shape));
}

function einsum({ equation, operands }: Problem): Values {
  const before = tf.memory().numTensors;
  const values = tf.tidy(() => {
    const result = tf.einsum(equation, ...tensorsOf(operands));
    return { shape: result.shape, data: result.dataSync() };
  });
  assertEquals(tf.memory().numTensors, before);
  return values;
}

/** What cpu gives. Axes that one operand alone is summed over are summed first: tfjs's kernel gets most of these wrong. */
async function einsumOnCpu({ equation, operands }: Problem): Promise<Values> {
  await useBackend("cpu");
  const [terms = "", output = ""] = equation.split("->");
  const labels = terms.split(",");
  const kept = labels.map((term, i) =>
    [...term].filter((label) =>
      output.includes(label) || labels.some((other, j) => j !== i && other.includes(label))
    ).join("")
  );
  const summed = tf.tidy(() =>
    tensorsOf(operands).map((tensor, i) => {
      const axes = [...labels[i] ?? ""].flatMap((label, axis) =>
        kept[i]?.includes(label) ? [] : [axis]
      );
      return axes.length > 0 ? tf.sum(tensor, axes) : tensor;
    })
  );
  const result = tf.einsum(`${kept.join(",")}->${output}`, ...summed);
  const values = { shape: result.shape, data: result.dataSync() };
  tf.dispose([...summed, result]);
  return values;
}

function problemOf(equation: string): Problem {
  const operands = (EQUATIONS[equation] ?? []).map((shape, i) => {
    const size = tf.util.sizeFromShape(shape);
    return { shape, data: Float32Array.from({ length: size }, (_, at) => Math.sin(at + i)) };
  });
  return { equation, operands };
}

for (const equation of Object.keys(EQUATIONS)) {
  Deno.test({
    name: `einsum() gives on wasm what it gives on cpu: "${equation}"`,
    ignore,
    fn: async () => {
      const problem = problemOf(equation);
      const expected = await einsumOnCpu(problem);
      await useBackend("wasm");
      // float32 sums of at most 20 products of order 1.
      assertAlike(einsum(problem), expected, 1e-5);
      const shapes = problem.operands.map(({ shape }) => shape);
      assertRepeats(shapes, (...given) => [tf.neg(tf.einsum(equation, ...given))]);
    },
  });
}

Deno.test({
  name: "einsum() gives on wasm what it gives on cpu, whatever the equation",
  ignore,
  fn: async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const expected = await einsumOnCpu(problem);
        await useBackend("wasm");
        // float32 sums of at most 1,024 products of order 1, most of them of a few.
        assertAlike(einsum(problem), expected, 1e-4);
      }),
      { numRuns: 150 },
    );
  },
});

Deno.test({
  name: "the gradient of einsum() is that of a sum that is linear in each operand",
  ignore,
  fn: async () => {
    await useBackend("wasm");
    await fc.assert(
      fc.property(problems, (problem) => {
        const { equation, operands } = problem;
        const result = einsum(problem);
        // Weights that differ from place to place.
        const weights = Float32Array.from(result.data, (_, i) => Math.cos(i));
        const expected = dot(result, { shape: result.shape, data: weights });
        const given = tensorsOf(operands);
        const scales = tf.tensor(weights, result.shape);
        const gradients = tf.grads((...given: tf.Tensor[]) =>
          tf.sum(tf.mul(tf.einsum(equation, ...given), scales))
        )(given);
        gradients.forEach((gradient, i) => {
          const operand = operands[i] ?? result;
          assertEquals(gradient.shape, operand.shape);
          // A linear function is its gradient times its argument, here in float32.
          const product = dot({ shape: gradient.shape, data: gradient.dataSync() }, operand);
          assertAlmostEquals(product, expected, 1e-3);
        });
        tf.dispose([...given, scales, ...gradients]);
      }),
      { numRuns: 50 },
    );
  },
});
