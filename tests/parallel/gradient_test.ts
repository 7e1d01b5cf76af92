import { assertLess } from "@std/assert";
import { createMlp, type Dataset, useBackend } from "tandem";
import { needs } from "../_permissions.ts";
import { randomDataset, relativeDistance } from "../_fixtures.ts";
import { flatWeights, startParallel } from "./_data_parallel.ts";

const SIZES = [6, 5, 4, 3] as const;

/** Mean cross-entropy of the perceptron, in float64 from first principles. */
function meanLoss(weights: Float64Array, { inputs, targets, size }: Dataset): number {
  let sum = 0;
  for (let sample = 0; sample < size; sample++) {
    let values = Array.from(
      inputs.data.subarray(sample * SIZES[0], (sample + 1) * SIZES[0]),
      (pixel) => pixel * inputs.scale,
    );
    let offset = 0;
    for (let layer = 1; layer < SIZES.length; layer++) {
      const width = SIZES[layer] ?? 0;
      const bias = offset + values.length * width;
      const next = Array.from({ length: width }, (_, unit) =>
        values.reduce(
          (total, value, i) => total + value * (weights[offset + i * width + unit] ?? 0),
          weights[bias + unit] ?? 0,
        ));
      offset = bias + width;
      values = layer < SIZES.length - 1 ? next.map((value) => Math.max(0, value)) : next;
    }
    const logSum = Math.log(values.reduce((total, logit) => total + Math.exp(logit), 0));
    sum += logSum - (values[targets.data[sample] ?? 0] ?? 0);
  }
  return sum / size;
}

Deno.test({
  name: "every layer's gradient agrees with central finite differences in float64",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("wasm");
    const dataset = randomDataset(17, SIZES[0], SIZES[3]);
    const model = createMlp({ inputSize: SIZES[0], hidden: [SIZES[1], SIZES[2]], outputSize: 3 });
    const weights = Float64Array.from(flatWeights(model));
    using parallel = await startParallel(model, dataset, 2);
    parallel.beginEpoch(0, false);
    await parallel.step({ epoch: 0, start: 0, end: dataset.size });
    const gradient = parallel.gradient();
    const h = 1e-6;
    const expected = weights.map((weight, i) => {
      const at = (value: number): number => meanLoss(weights.with(i, value), dataset);
      return (at(weight + h) - at(weight - h)) / (2 * h);
    });
    let offset = 0;
    for (let layer = 1; layer < SIZES.length; layer++) {
      for (const size of [(SIZES[layer - 1] ?? 0) * (SIZES[layer] ?? 0), SIZES[layer] ?? 0]) {
        const end = offset + size;
        // float32 carries 7 digits, and a sum of 17 samples loses up to 2 of them.
        assertLess(
          relativeDistance(gradient.subarray(offset, end), expected.subarray(offset, end)),
          1e-5,
        );
        offset = end;
      }
    }
    model.dispose();
  },
});
