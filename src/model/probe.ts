/**
 * Finds out before training whether a backend has the kernels that a model's gradient takes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../engine/backend.ts";
import { drawingFrom } from "./draw.ts";
import { splitWeights } from "./topology.ts";

type Layer = tf.layers.Layer;
type Shape = readonly (number | null)[];

/** A layer's use in a graph: tfjs keeps it, and does not declare it. */
interface LayerNode {
  readonly inputTensors: readonly tf.SymbolicTensor[];
}

/** What stands for an open size, as few as a layer may take: a window of a convolution needs more than a sequence. */
const OPEN_SIZES = [2, 32] as const;

/**
 * Makes sure that the current backend of tfjs can train a model: computes the gradient of one sample of zeros. Leaves
 * weights, state, tensors and `Math.random` as they are.
 *
 * @param model The model.
 * @param backend The current backend, for the message.
 * @throws {TypeError} If the backend lacks a kernel; the message names the layer.
 */
export function requireKernels(model: tf.LayersModel, backend: BackendName): void {
  // A stateful layer would be left with the states of the sample.
  if (model.layers.some((layer) => layer.stateful)) return;
  const kernel = undisturbed(model, () => kernelLackedBy(model));
  if (kernel === undefined) return;
  const layer = undisturbed(model, () => findLayer(model, kernel));
  const found = layer ? `layer "${layer.name}" (${layer.getClassName()})` : `model "${model.name}"`;
  const remedy = backend === "cpu" ? "" : '; use backend "cpu"';
  throw new TypeError(
    `Cannot train ${found} on backend "${backend}": it lacks kernel "${kernel}"${remedy}`,
  );
}

function kernelLackedBy(model: tf.LayersModel): string | undefined {
  const weights = variablesOf(model.trainableWeights);
  const shapes = model.inputs.map(({ shape }) => shape);
  return lackedKernel(shapes, (inputs) => {
    const outputs = (): tf.Scalar => sumOf(model.apply(inputs, { training: true }));
    if (weights.length === 0) outputs();
    else tf.variableGrads(outputs, weights);
  });
}

/** The first layer, in the order of the model, that lacks the kernel when it stands alone. */
function findLayer(model: tf.LayersModel, kernel: string): Layer | undefined {
  for (const layer of model.layers) {
    const inner = isModel(layer) ? findLayer(layer, kernel) : undefined;
    if (inner) return inner;
    if (nodesOf(layer).some((node) => kernelsLackedAlone(layer, node).includes(kernel))) {
      return layer;
    }
  }
  return undefined;
}

/** What a layer lacks for the gradients of its weights, and for those of its inputs, which the layers before it need. */
function kernelsLackedAlone(layer: Layer, { inputTensors }: LayerNode): (string | undefined)[] {
  const weights = variablesOf(layer.trainableWeights);
  const shapes = inputTensors.map(({ shape }) => shape);
  const run = (inputs: tf.Tensor[]): tf.Scalar => sumOf(layer.apply(inputs, { training: true }));
  return [
    lackedKernel(shapes, (inputs) => tf.variableGrads(() => run(inputs), weights)),
    lackedKernel(shapes, (inputs) => tf.grads((...values: tf.Tensor[]) => run(values))(inputs)),
  ];
}

/** Runs a computation on zeros. Errors other than a missing kernel belong to training, which explains them better. */
function lackedKernel(
  shapes: readonly Shape[],
  run: (inputs: tf.Tensor[]) => void,
): string | undefined {
  for (const size of OPEN_SIZES) {
    try {
      // Zeros are numbers of classes and of words, too.
      tf.tidy(() => {
        run(
          shapes.map(([batch, ...sample]) =>
            tf.zeros([batch ?? 1, ...sample.map((dimension) => dimension ?? size)])
          ),
        );
      });
      return undefined;
    } catch (error) {
      disposeTape();
      const kernel = error instanceof Error
        ? /^Kernel '(.*)' not registered for backend/.exec(error.message)?.[1]
        : undefined;
      if (kernel !== undefined) return kernel;
    }
  }
  return undefined;
}

/** What a gradient that failed half-way has kept for its way back. */
function disposeTape(): void {
  const { state } = tf.engine();
  for (const { saved = [] } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = [];
}

/** Moving statistics move during training, and layers that draw numbers would move the stream on. */
function undisturbed<Result>(model: tf.LayersModel, run: () => Result): Result {
  const { state } = splitWeights(model);
  const before = tf.tidy(() => state.map((weight) => tf.keep(weight.read().clone())));
  try {
    return drawingFrom(() => 0.5, run);
  } finally {
    state.forEach((weight, i) => {
      const value = before[i];
      if (value) weight.write(value);
    });
    tf.dispose(before);
  }
}

function sumOf(outputs: unknown): tf.Scalar {
  const all = (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
  return all.map((output) => tf.sum(tf.cast(output, "float32"))).reduce((sum, each) =>
    tf.add(sum, each)
  ).asScalar();
}

function variablesOf(weights: tf.LayersModel["trainableWeights"]): tf.Variable[] {
  return weights.map((weight) => weight.read() as tf.Variable);
}

function isModel(layer: Layer): layer is tf.LayersModel {
  return layer instanceof tf.LayersModel;
}

function nodesOf(layer: Layer): readonly LayerNode[] {
  return layer.inboundNodes as unknown as readonly LayerNode[];
}
