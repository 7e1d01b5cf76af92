import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createCnn, createLenet, type LayersModel, useBackend } from "tandem";
import { flatWeights } from "../parallel/_data_parallel.ts";

const SIZES = { inputShape: [12, 14], filters: [3, 4], hidden: [5], outputSize: 2 };

/** Class names of the layers. */
function classesOf({ layers }: LayersModel): string[] {
  return layers.map((layer) => layer.getClassName());
}

Deno.test("createCnn() pools after every convolution, and drops out before every dense layer", async () => {
  await useBackend("cpu");
  const model = createCnn({ ...SIZES, dropout: 0.5, batchNorm: true });
  const conv = ["Conv2D", "BatchNormalization", "Activation", "MaxPooling2D"];
  const hidden = ["Dropout", "Dense", "BatchNormalization", "Activation"];
  assertEquals(classesOf(model), [...conv, ...conv, "Flatten", ...hidden, "Dropout", "Dense"]);
  // 12 x 14 pixels, 10 x 12 windows, 5 x 6 of them, 3 x 4 windows, 1 x 2 of them with 4 values each.
  assertEquals(model.inputs[0]?.shape, [null, 12, 14, 1]);
  assertEquals(model.getLayer("flatten").outputShape, [null, 8]);
  assertEquals(model.outputs[0]?.shape, [null, 2]);
  model.dispose();
});

Deno.test("LeNet-5 has the layers that were published, and the shapes between them", async () => {
  await useBackend("cpu");
  const model = createLenet({ inputShape: [28, 28, 1], outputSize: 10 });
  const conv = ["Conv2D", "AveragePooling2D"];
  assertEquals(classesOf(model), [...conv, ...conv, "Flatten", "Dense", "Dense", "Dense"]);
  assertEquals(model.layers.map(({ outputShape }) => outputShape.slice(1)), [
    [28, 28, 6],
    [14, 14, 6],
    [10, 10, 16],
    [5, 5, 16],
    [400],
    [120],
    [84],
    [10],
  ]);
  model.dispose();
});

Deno.test("networks of one seed begin with the same weights, those of two with others", async () => {
  await useBackend("cpu");
  const create = [
    (seed: number) => createCnn({ ...SIZES, seed }),
    (seed: number) => createLenet({ inputShape: [12, 12], outputSize: 2, seed }),
  ];
  for (const make of create) {
    const weights = [1, 1, 2].map((seed) => {
      const model = make(seed);
      const all = flatWeights(model);
      model.dispose();
      return all;
    });
    assertEquals(weights[0], weights[1]);
    assertNotEquals(weights[0], weights[2]);
  }
});

Deno.test("createCnn() builds a model for every image that is large enough, and says so of others", async () => {
  await useBackend("cpu");
  const sizes = fc.record({
    inputShape: fc.tuple(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 16 })),
    filters: fc.array(fc.constant(1), { maxLength: 3 }),
    kernelSize: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(sizes, ({ inputShape, filters, kernelSize }) => {
      const build = (): void => {
        createCnn({ inputShape, filters, kernelSize, outputSize: 2 }).dispose();
      };
      // By the rule of each layer in turn: windows that fit, then every second of them.
      const left = inputShape.map((side) =>
        filters.reduce((rest) => rest < kernelSize ? 0 : (rest - kernelSize + 1) >> 1, side)
      );
      if (Math.min(...left) > 0) build();
      else assertThrows(build, RangeError, "expected larger ones, or fewer convolutions than");
    }),
    { numRuns: 40 },
  );
});

Deno.test("networks of images refuse other inputs, and choices out of range, in one line", () => {
  const shape = "expected [height, width] or [height, width, channels]";
  assertThrows(() => createCnn({ ...SIZES, inputShape: [784] }), TypeError, shape);
  assertThrows(() => createLenet({ inputShape: [2, 2, 2, 2], outputSize: 2 }), TypeError, shape);
  assertThrows(() => createCnn({ ...SIZES, kernelSize: 0 }), RangeError, "kernelSize 0");
  assertThrows(() => createCnn({ ...SIZES, filters: [0] }), RangeError, "width 0");
  assertThrows(() => createCnn({ ...SIZES, dropout: 1 }), RangeError, "dropout 1");
  assertThrows(() => createLenet({ inputShape: [11, 28], outputSize: 2 }), RangeError, "12 x 12");
  assertThrows(() => createLenet({ ...SIZES }), TypeError, 'with "filters"');
});
