/**
 * Gradients that tfjs lacks, on every backend.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Puts the gradients into tfjs's registry. */
export function registerMissingGradients(): void {
  if (tf.getGradient("Einsum")) return;
  tf.registerGradient({
    kernelName: "Einsum",
    saveAllInputs: true,
    gradFunc: (dy, operands, attrs) => {
      const { equation } = attrs as unknown as tf.EinsumAttrs;
      return Object.fromEntries(
        operands.map((_, i) => [i, () => einsumGradient(equation, one(dy), operands, i)]),
      );
    },
  });
  tf.registerGradient({
    kernelName: "GatherNd",
    inputsToSave: ["params", "indices"],
    gradFunc: (dy, [params, indices]) => ({
      params: () => tf.scatterND(one(indices), one(dy), one(params).shape),
      indices: () => tf.zeros(one(indices).shape),
    }),
  });
  tf.registerGradient({
    kernelName: "ScatterNd",
    inputsToSave: ["indices"],
    gradFunc: (dy, [indices]) => ({
      updates: () => tf.gatherND(one(dy), one(indices)),
      indices: () => tf.zeros(one(indices).shape),
    }),
  });
}

/**
 * The gradient of one operand: the einsum of the output's with the others. Axes that are summed over and belong to this
 * operand alone have the same gradient in all places.
 */
function einsumGradient(
  equation: string,
  dy: tf.Tensor,
  operands: readonly tf.Tensor[],
  place: number,
): tf.Tensor {
  const [terms = "", output = ""] = equation.replaceAll(" ", "").split("->");
  const others = terms.split(",").map((term, i) => ({ term, operand: operands[i] ?? dy }))
    .filter((_, i) => i !== place);
  const known = [output, ...others.map(({ term }) => term)];
  const labels = [...terms.split(",")[place] ?? ""];
  const isKnown = (label: string): boolean => known.some((term) => term.includes(label));
  const { shape } = operands[place] ?? dy;
  const gradient = tf.einsum(
    `${known.join(",")}->${labels.filter(isKnown).join("")}`,
    dy,
    ...others.map(({ operand }) => operand),
  );
  const open = gradient.reshape(labels.map((label, axis) => isKnown(label) ? shape[axis] ?? 1 : 1));
  return tf.broadcastTo(open, shape);
}

/** tfjs gives a gradient for each output of a kernel that has several, and what it saved if it did. */
function one(tensors: tf.Tensor | readonly tf.Tensor[] | undefined): tf.Tensor {
  const tensor = Array.isArray(tensors) ? tensors[0] : tensors;
  if (!tensor) throw new Error("Cannot compute a gradient of nothing");
  return tensor;
}
