/**
 * Fusing: calls that one kernel can compute in fewer passes over memory become one call, with the same bits.
 *
 * @module
 */
import { ownKernel } from "../kernels/_registry.ts";
import { kernelFunction } from "../kernels/kernel_function.ts";
import { CROSS_ENTROPY } from "../kernels/softmax_cross_entropy.ts";
import { Edit, indexOf, isOne } from "./edit.ts";
import { stopAtMaximum } from "./fuse_gradients.ts";
import type { Call, Graph, Operand, Storage } from "./graph.ts";

/**
 * Fuses what can be fused.
 *
 * @param graph A graph.
 * @returns A graph that computes the same.
 */
export function fuse(graph: Graph): Graph {
  const passes = [fuseBias, fuseRelu, stopAtMaximum, shareSoftmax];
  return passes.reduce((fused, pass) => pass(fused), graph);
}

/** The products that a bias and an activation can follow in the same pass, and the kernels that have both. */
const FUSED: Readonly<Record<string, string>> = {
  BatchMatMul: "_FusedMatMul",
  Conv2D: "FusedConv2D",
};
const FUSED_NAMES: readonly string[] = Object.values(FUSED);

/** A product and the sum with a bias for each column: the product adds it. */
function fuseBias(graph: Graph): Graph {
  const { makers, readers, results } = indexOf(graph);
  const edit = new Edit();
  for (const call of graph.calls) {
    const { a, b } = call.inputs;
    const [sum] = call.outputs;
    if (call.name !== "Add" || !sum || !isOne(a) || !isOne(b)) continue;
    for (const [x, bias] of [[a, b], [b, a]] as const) {
      const product = makers.get(x.storage);
      const alone = readers.get(x.storage)?.length === 1 && !results.has(x.storage);
      const fits = bias.shape.length === 1 && bias.shape[0] === x.shape.at(-1) &&
        bias.storage !== x.storage;
      const name = product && FUSED[product.name];
      if (!product || name === undefined || !alone || !fits) continue;
      const fused = fusedProduct(name, product, "linear", sum, bias);
      if (!fused) continue;
      edit.remove(product);
      edit.replace(call, fused);
      break;
    }
  }
  return edit.apply(graph);
}

/**
 * A fused product and ReLU, where nothing else reads what ReLU was given but its gradient. The gradient is as well told
 * what ReLU gave: both are zero or below in the same places.
 */
function fuseRelu(graph: Graph): Graph {
  const { makers, readers, results } = indexOf(graph);
  const edit = new Edit();
  for (const call of graph.calls) {
    const { x } = call.inputs;
    const [output] = call.outputs;
    if (call.name !== "Relu" || !output || !isOne(x)) continue;
    const product = makers.get(x.storage);
    const forGradients = readers.get(x.storage)?.every((reader) =>
      reader === call || isGradientAt(reader, x.storage)
    );
    if (!product || !FUSED_NAMES.includes(product.name)) continue;
    if (!forGradients || results.has(x.storage)) continue;
    const { activation } = product.attrs as { readonly activation?: string };
    const fused = activation === "linear"
      ? fusedProduct(product.name, product, "relu", output)
      : undefined;
    if (!fused) continue;
    edit.remove(product);
    edit.replace(call, fused);
    edit.rename(x.storage, output.storage);
  }
  return edit.apply(graph);
}

function isGradientAt({ name, inputs: { dy } }: Call, storage: Storage): boolean {
  return name === "ReluGrad" && isOne(dy) && dy.storage !== storage;
}

/** The softmax of logits whose cross-entropy has been computed, too, is there already. */
function shareSoftmax(graph: Graph): Graph {
  const edit = new Edit();
  const known = new Map<Storage, Operand>();
  for (const call of graph.calls) {
    const { logits } = call.inputs;
    if (!isOne(logits)) continue;
    const probabilities = known.get(logits.storage);
    const [first, second] = call.outputs;
    if (call.name === CROSS_ENTROPY && second) known.set(logits.storage, second);
    else if (call.name === "Softmax" && probabilities && first) {
      if (probabilities.shape.at(-1) !== first.shape.at(-1)) continue;
      edit.remove(call);
      edit.rename(first.storage, probabilities.storage);
    }
  }
  return edit.apply(graph);
}

/** A product with what follows it; nothing if our kernel leaves the case to another. */
function fusedProduct(
  name: string,
  product: Call,
  activation: "linear" | "relu",
  result: Operand,
  bias?: Operand,
): Call | undefined {
  const inputs: Record<string, Operand> = bias ? { bias } : {};
  for (const [input, operand] of Object.entries(product.inputs)) {
    if (isOne(operand)) inputs[input] ??= operand;
  }
  const attrs = { ...product.attrs, activation };
  const [shape] = ownKernel(name)?.outputShapes(inputs, attrs) ?? [];
  const compute = kernelFunction(name);
  if (!shape || !compute) return undefined;
  // What follows may have been given the product in another shape.
  const output = { ...result, shape };
  return {
    name,
    attrs,
    inputs,
    takesList: false,
    outputs: [output],
    made: [output],
    compute,
  };
}
