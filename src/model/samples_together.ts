/**
 * How many samples a model may be shown at once.
 *
 * @module
 */
import { sizeOfOpenShape } from "../arrays/shape.ts";
import type { LayersModel } from "./topology.ts";

/** Values that all layers together may give for the samples of a batch: 32 MB of floats. */
const MOST_VALUES = 2 ** 23;
const MOST_SAMPLES = 1000;

/**
 * Chooses the size of a batch that is only evaluated, so that its memory is bounded whatever the model gives on the way.
 *
 * @param model The model.
 * @returns Number of samples, from 1 to 1000.
 */
export function samplesTogether(model: LayersModel): number {
  return Math.min(Math.max(Math.floor(MOST_VALUES / valuesOf(model)), 1), MOST_SAMPLES);
}

/** Values that the layers give for a sample, in each of their uses. */
function valuesOf({ layers }: LayersModel): number {
  return layers.reduce((sum, layer) => {
    const inside = isModel(layer) ? valuesOf(layer) : 0;
    return layer.inboundNodes.flatMap(({ outputTensors }) => outputTensors).reduce(
      (values, { shape }) => values + sizeOfOpenShape(shape.slice(1)),
      sum + inside,
    );
  }, 0);
}

function isModel(layer: LayersModel["layers"][number]): layer is LayersModel {
  return "layers" in layer;
}
