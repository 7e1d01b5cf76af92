/**
 * Convolutions whose images have their channels before their positions: the images are transposed on their way.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../wasm_heap.ts";
import type { ConvolutionAttributes } from "./_windows.ts";
import { type Compute, runKernel, wrapKernel } from "./_registry.ts";

type Tensors = Readonly<Record<string, tf.TensorInfo>>;
type Attributes = ConvolutionAttributes & { readonly inputShape?: readonly number[] };

/** Where each axis of the other order is. */
const TO_LAST = [0, 2, 3, 1];
const TO_FIRST = [0, 3, 1, 2];

/**
 * Has a kernel take images of shape `[batch, channels, height, width]`, too.
 *
 * @param name Name of the kernel, which takes `[batch, height, width, channels]`.
 * @param images Names of its inputs that are images.
 * @param givesImages Whether its result is images.
 */
export function takeChannelsFirst(
  name: string,
  images: readonly string[],
  givesImages: boolean,
): void {
  wrapKernel<Tensors, Attributes>(name, (compute) => (backend, inputs, attributes) => {
    if (attributes.dataFormat !== "NCHW") return compute(backend, inputs, attributes);
    const turned = Object.entries(inputs).map(([input, tensor]) =>
      [input, images.includes(input) ? transpose(backend, tensor, TO_LAST) : tensor] as const
    );
    const result = one(compute, backend, Object.fromEntries(turned), channelsLast(attributes));
    for (const [input, { dataId }] of turned) {
      if (images.includes(input)) backend.disposeData(dataId);
    }
    if (!givesImages) return result;
    const back = transpose(backend, result, TO_FIRST);
    backend.disposeData(result.dataId);
    return back;
  });
}

function one(
  compute: Compute<Tensors, Attributes>,
  backend: WasmBackend,
  inputs: Tensors,
  attributes: Attributes,
): tf.TensorInfo {
  const [result] = [compute(backend, inputs, attributes)].flat();
  if (!result) throw new Error("Cannot convolve: the kernel gave no result");
  return result;
}

function transpose(
  backend: WasmBackend,
  x: tf.TensorInfo,
  perm: readonly number[],
): tf.TensorInfo {
  return runKernel("Transpose", backend, { x }, { perm });
}

/** The same attributes for the other order. */
function channelsLast(attributes: Attributes): Attributes {
  const { inputShape, pad } = attributes;
  return {
    ...attributes,
    dataFormat: "NHWC",
    ...(inputShape ? { inputShape: reorder(inputShape) } : {}),
    ...(Array.isArray(pad) ? { pad: reorder(pad) as typeof pad } : {}),
  };
}

function reorder<Item>(axes: readonly Item[]): Item[] {
  return TO_LAST.map((axis) => axes[axis]).filter((item) => item !== undefined);
}
