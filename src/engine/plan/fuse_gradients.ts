/**
 * Fusing in the gradient of ReLU, with the same bits.
 *
 * @module
 */
import { Edit, indexOf, isOne } from "./edit.ts";
import type { Graph, Storage } from "./graph.ts";

/**
 * Has ReLU's gradient written over the one that it is made of, where that is read for the last time.
 *
 * @param graph Calls that are all made each time: what was made once and for all must last.
 * @returns A graph that computes the same.
 */
export function overwriteGradients(graph: Graph): Graph {
  const { makers, readers, results } = indexOf(graph);
  const edit = new Edit();
  for (const call of graph.calls) {
    const { dy } = call.inputs;
    const [output] = call.outputs;
    if (call.name !== "ReluGrad" || !output || !isOne(dy)) continue;
    const { storage } = dy;
    const isLast = readers.get(storage)?.at(-1) === call && !results.has(storage);
    if (makers.has(storage) && isLast) edit.rename(output.storage, storage);
  }
  return edit.apply(graph);
}

/**
 * ReLU's gradient of what a maximum has passed back: it is stopped before it is passed back, where there are as many
 * values as there are windows. A maximum is zero or below exactly where the value is that it is passed back to.
 *
 * @param graph A graph.
 * @returns A graph that computes the same.
 */
export function stopAtMaximum(graph: Graph): Graph {
  const { makers, readers, results } = indexOf(graph);
  const edit = new Edit();
  for (const call of graph.calls) {
    const { dy, x } = call.inputs;
    const [output] = call.outputs;
    if (call.name !== "ReluGrad" || !output || !isOne(dy) || !isOne(x)) continue;
    const back = makers.get(dy.storage);
    if (back?.name !== "MaxPoolGrad" || results.has(dy.storage)) continue;
    const { dy: given, input, output: most } = back.inputs;
    if (!isOne(given) || !isOne(input) || !isOne(most)) continue;
    const relu = makers.get(input.storage);
    const isOfRelu = relu?.name === "Relu" && isOne(relu.inputs["x"]) &&
      relu.inputs["x"].storage === x.storage;
    // What ReLU gave is told as well as what it was given: both are zero or below in the same places.
    if (input.storage !== x.storage && !isOfRelu) continue;
    if (readers.get(dy.storage)?.length !== 1) continue;
    const storage: Storage = { bytes: given.storage.bytes };
    const stopped = { ...given, storage };
    edit.replace(back, {
      ...call,
      inputs: { dy: given, x: most },
      outputs: [stopped],
      made: [stopped],
    });
    const shaped = { ...output, shape: input.shape };
    const inputs = { ...back.inputs, dy: stopped };
    edit.replace(call, { ...back, inputs, outputs: [shaped], made: [shaped] });
  }
  return edit.apply(graph);
}
