/**
 * A small model around every layer of TensorFlow.js.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;
type Symbolic = tf.SymbolicTensor;

/** Where a layer stands in a model. */
export interface Place {
  /** Shape of a sample. */
  readonly shape: readonly number[];
  /** Makes the layer. */
  layer(): Layer;
  /**
   * What stands before it: a layer with weights, whose gradients go through this one, one that changes nothing, or the
   * input itself.
   *
   * @default "dense"
   */
  readonly before?: "dense" | "identity" | "input";
  /** How many inputs it has. @default 1 */
  readonly inputs?: number;
  /** Samples are whole numbers from 0 up to, not including, this one. @default samples are drawn from [-1, 1) */
  readonly classes?: number;
}

const { layers } = tf;
/** Of these tfjs has no gradient with respect to their input, or a wrong one on "cpu". */
const INPUT = "input";
const VECTOR = [6];
const SEQUENCE = [7, 3];
const STEPS = [3, 3];
const IMAGE = [6, 6, 3];
const SPACE = [4, 4, 4, 2];
const CLIP = [2, 4, 4, 2];

const on = (shape: readonly number[], layer: () => Layer, more: Partial<Place> = {}): Place => ({
  shape,
  layer,
  ...more,
});

/** A merging layer of two inputs. */
const merging = (layer: () => Layer): Place => on(VECTOR, layer, { inputs: 2 });

const rnn = (cell: () => Parameters<typeof layers.rnn>[0]["cell"]): Place =>
  on(STEPS, () => layers.rnn({ cell: cell() }) as Layer);

const dense = (units = 3): Layer => layers.dense({ units });

/** Every layer by the name of the function that makes it. */
export const LAYERS: Readonly<Record<string, Place>> = {
  elu: on(VECTOR, () => layers.elu()),
  reLU: on(VECTOR, () => layers.reLU()),
  leakyReLU: on(VECTOR, () => layers.leakyReLU()),
  prelu: on(VECTOR, () => layers.prelu({ alphaInitializer: "glorotUniform" })),
  softmax: on(VECTOR, () => layers.softmax()),
  thresholdedReLU: on(VECTOR, () => layers.thresholdedReLU({ theta: 0.2 }), { before: INPUT }),
  activation: on(VECTOR, () => layers.activation({ activation: "swish" })),
  conv1d: on(SEQUENCE, () => layers.conv1d({ filters: 3, kernelSize: 3 })),
  conv2d: on(IMAGE, () => layers.conv2d({ filters: 3, kernelSize: 3 })),
  conv3d: on(SPACE, () => layers.conv3d({ filters: 2, kernelSize: 2 })),
  conv2dTranspose: on(
    IMAGE,
    () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
  ),
  // tfjs has no gradient of it.
  conv3dTranspose: on(
    SPACE,
    () => layers.conv3dTranspose({ filters: 2, kernelSize: 2, trainable: false }),
    { before: INPUT },
  ),
  separableConv2d: on(
    IMAGE,
    () => layers.separableConv2d({ filters: 3, kernelSize: 3 }),
  ),
  depthwiseConv2d: on(
    IMAGE,
    () =>
      layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: "same", strides: 2 }),
  ),
  cropping2D: on(IMAGE, () => layers.cropping2D({ cropping: [[1, 0], [2, 1]] })),
  // tfjs's gradient on "cpu" takes rows of the wrong image.
  upSampling2d: on(IMAGE, () => layers.upSampling2d({ size: [2, 3] }), { before: INPUT }),
  zeroPadding2d: on(IMAGE, () => layers.zeroPadding2d({ padding: 1 })),
  dense: on(VECTOR, () => dense()),
  // What is drawn is another matter: nothing is.
  dropout: on(VECTOR, () => layers.dropout({ rate: 0 })),
  spatialDropout1d: on(SEQUENCE, () => layers.spatialDropout1d({ rate: 0 })),
  gaussianNoise: on(VECTOR, () => layers.gaussianNoise({ stddev: 0 })),
  gaussianDropout: on(VECTOR, () => layers.gaussianDropout({ rate: 0 })),
  alphaDropout: on(VECTOR, () => layers.alphaDropout({ rate: 0 })),
  flatten: on(IMAGE, () => layers.flatten()),
  repeatVector: on(VECTOR, () => layers.repeatVector({ n: 3 })),
  reshape: on(VECTOR, () => layers.reshape({ targetShape: [3, 2] })),
  permute: on(SEQUENCE, () => layers.permute({ dims: [2, 1] })),
  embedding: on([5], () => layers.embedding({ inputDim: 7, outputDim: 3 }), {
    before: INPUT,
    classes: 7,
  }),
  add: merging(() => layers.add()),
  average: merging(() => layers.average()),
  concatenate: merging(() => layers.concatenate()),
  maximum: merging(() => layers.maximum()),
  minimum: merging(() => layers.minimum()),
  multiply: merging(() => layers.multiply()),
  dot: on(SEQUENCE, () => layers.dot({ axes: [2, 2] }), { inputs: 2 }),
  batchNormalization: on(IMAGE, () => layers.batchNormalization()),
  layerNormalization: on(SEQUENCE, () => layers.layerNormalization()),
  averagePooling1d: on(SEQUENCE, () => layers.averagePooling1d({ poolSize: 2 })),
  averagePooling2d: on(IMAGE, () => layers.averagePooling2d({ poolSize: 3, padding: "same" })),
  averagePooling3d: on(
    SPACE,
    () => layers.averagePooling3d({ poolSize: 2, strides: 2, padding: "valid" }),
  ),
  maxPooling1d: on(SEQUENCE, () => layers.maxPooling1d({ poolSize: 3, strides: 2 })),
  maxPooling2d: on(IMAGE, () => layers.maxPooling2d({ poolSize: 2 })),
  maxPooling3d: on(
    SPACE,
    () => layers.maxPooling3d({ poolSize: 2, strides: 2, padding: "valid" }),
  ),
  globalAveragePooling1d: on(SEQUENCE, () => layers.globalAveragePooling1d()),
  globalAveragePooling2d: on(IMAGE, () => layers.globalAveragePooling2d({})),
  globalMaxPooling1d: on(SEQUENCE, () => layers.globalMaxPooling1d()),
  globalMaxPooling2d: on(IMAGE, () => layers.globalMaxPooling2d({})),
  gru: on(STEPS, () => layers.gru({ units: 3 })),
  gruCell: rnn(() => layers.gruCell({ units: 3 })),
  lstm: on(STEPS, () => layers.lstm({ units: 3, returnSequences: true })),
  lstmCell: rnn(() => layers.lstmCell({ units: 3 })),
  simpleRNN: on(STEPS, () => layers.simpleRNN({ units: 3 })),
  simpleRNNCell: rnn(() => layers.simpleRNNCell({ units: 3 })),
  convLstm2d: on(CLIP, () => layers.convLstm2d({ filters: 2, kernelSize: 3 }) as Layer),
  rnn: rnn(() => layers.simpleRNNCell({ units: 2 })),
  stackedRNNCells: rnn(() =>
    layers.stackedRNNCells({
      cells: [layers.lstmCell({ units: 2 }), layers.gruCell({ units: 3 })],
    })
  ),
  bidirectional: on(
    STEPS,
    () => layers.bidirectional({ layer: layers.gru({ units: 2 }) as tf.RNN, mergeMode: "concat" }),
  ),
  timeDistributed: on(SEQUENCE, () => layers.timeDistributed({ layer: dense() })),
  masking: on(SEQUENCE, () => layers.masking({ maskValue: 0 }), { before: INPUT }),
  rescaling: on(IMAGE, () => layers.rescaling({ scale: 0.5, offset: 1 })),
  centerCrop: on(IMAGE, () => layers.centerCrop({ height: 4, width: 4 }), { before: "identity" }),
  categoryEncoding: on(
    [1],
    () => layers.categoryEncoding({ numTokens: 4, outputMode: "oneHot" }),
    { before: "identity", classes: 4 },
  ),
};

/** Other names of layers, and what stands in no model by itself. */
export const OTHER_NAMES: Readonly<Record<string, string>> = {
  avgPool1d: "averagePooling1d",
  avgPooling1d: "averagePooling1d",
  avgPool2d: "averagePooling2d",
  avgPooling2d: "averagePooling2d",
  avgPool3d: "averagePooling3d",
  avgPooling3d: "averagePooling3d",
  maxPool1d: "maxPooling1d",
  maxPool2d: "maxPooling2d",
  globalMaxPool1d: "globalMaxPooling1d",
  globalMaxPool2d: "globalMaxPooling2d",
  // The only layer that takes it makes it itself.
  convLstm2dCell: "convLstm2d",
  // What every model begins with.
  input: "dense",
  inputLayer: "dense",
  Layer: "dense",
  RNN: "rnn",
  RNNCell: "rnn",
};

/** Layers that work in no model of TensorFlow.js, whatever computes. */
export const UNUSABLE: Readonly<Record<string, Place>> = {
  resizing: on(IMAGE, () => layers.resizing({ height: 4, width: 5 }), { before: INPUT }),
  randomWidth: on(IMAGE, () => layers.randomWidth({ factor: [0, 0] }), { before: INPUT }),
};

/** Values of the last layer. */
export const OUTPUTS = 2;

/** Builds a model around a layer, and compiles it. */
export function modelAround({ shape, layer, before, inputs = 1 }: Place): tf.LayersModel {
  const apply = (layer: Layer, ...values: Symbolic[]): Symbolic =>
    layer.apply(values.length === 1 ? values[0] as Symbolic : values) as Symbolic;
  const given = Array.from({ length: inputs }, () => tf.input({ shape: [...shape] }));
  const values = given.map((input) => {
    if (before === "input") return input;
    // Some layers change the shape of what is before them, as tfjs has it.
    if (before === "identity") return apply(layers.reshape({ targetShape: [...shape] }), input);
    return apply(dense(shape.at(-1)), input);
  });
  const value = apply(layer(), ...values);
  const flat = value.shape.length > 2 ? apply(layers.flatten(), value) : value;
  const model = tf.model({ inputs: given, outputs: apply(dense(OUTPUTS), flat) });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}
