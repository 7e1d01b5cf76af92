/**
 * Whether a backend can train a model, found out before training: tfjs's backends do not all have the same kernels.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** Layers whose kernels every backend has. */
const SAFE: ReadonlySet<string> = new Set([
  "InputLayer",
  "Dense",
  "Activation",
  "Dropout",
  "Flatten",
  "Reshape",
  "Softmax",
  "ReLU",
]);

const SAMPLES = 2;
/** Stands for a size that the model leaves open. */
const OPEN = 2;

/**
 * Runs every layer of a model alone, forward and backward, on a few zeros. It moves the state of layers that have one.
 *
 * @param model The model.
 * @param backend Name of the current backend.
 * @throws {TypeError} If a layer needs a kernel that the backend lacks: the first one.
 */
export function requireKernels(model: tf.LayersModel, backend: string): void {
  for (const layer of model.layers) {
    if (SAFE.has(layer.getClassName())) continue;
    const kernel = missingKernel(layer);
    if (kernel === undefined) continue;
    throw new TypeError(
      `Cannot train layer "${layer.name}" (${layer.getClassName()}) on backend "${backend}": ` +
        `it lacks kernel "${kernel}"; use backend "cpu"`,
    );
  }
}

function missingKernel(layer: tf.layers.Layer): string | undefined {
  try {
    tf.tidy(() => passThrough(layer));
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    return /[Kk]ernel '(\w+)'/.exec(message)?.[1];
  }
  return undefined;
}

function passThrough(layer: tf.layers.Layer): void {
  const [node] = layer.inboundNodes;
  if (!node) return;
  const inputs = node.inputTensors.map(({ shape }) =>
    tf.zeros(shape.map((size, axis) => axis === 0 ? SAMPLES : size ?? OPEN))
  );
  // What comes from outside needs no gradient.
  const first = node.inboundLayers.every((source) => source.getClassName() === "InputLayer");
  const watched = first ? [] : inputs.map((input) => tf.variable(input));
  const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const run = (given: tf.Tensor[]): tf.Scalar => {
    const [only] = given;
    const outputs = layer.apply(given.length === 1 && only ? only : given, { training: true });
    return (Array.isArray(outputs) ? outputs : [outputs])
      .map((output) => (output as tf.Tensor).sum().asScalar())
      .reduce((sum, output) => tf.add(sum, output).asScalar());
  };
  try {
    if (watched.length + weights.length === 0) run(inputs);
    else tf.variableGrads(() => run(first ? inputs : watched), [...weights, ...watched]);
  } finally {
    tf.dispose(watched);
  }
}
