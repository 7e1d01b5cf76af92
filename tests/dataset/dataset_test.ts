import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  createDataset,
  type Dataset,
  oneHot,
  sliceDataset,
  splitDataset,
} from "../../src/dataset/dataset.ts";
import {
  concatSampleSets,
  sampleSetOf,
  shareSampleSet,
  sliceSampleSet,
  splitSampleSet,
  unitsOf,
} from "../../src/dataset/sample_set.ts";

function counting(size: number): Dataset {
  return createDataset({
    inputs: { data: Float32Array.from({ length: 2 * size }, (_, i) => i), shape: [2] },
    targets: { data: Int32Array.from({ length: size }, (_, i) => i), shape: [] },
    classes: Math.max(size, 1),
  });
}

Deno.test("createDataset() counts samples and defaults the scale to 1", () => {
  const dataset = counting(3);
  assertEquals([dataset.size, dataset.inputs.scale, dataset.classes], [3, 1, 3]);
});

Deno.test("createDataset() leaves classes out for regression", () => {
  const data = new Float32Array(4);
  const dataset = createDataset({ inputs: { data, shape: [] }, targets: { data, shape: [] } });
  assertEquals("classes" in dataset, false);
});

Deno.test("createDataset() rejects lengths that contradict the shapes", () => {
  const samples = { data: new Float32Array(4), shape: [2] };
  const odd = { data: new Float32Array(5), shape: [2] };
  const three = { data: new Float32Array(3), shape: [] };
  assertThrows(
    () => createDataset({ inputs: odd, targets: samples }),
    TypeError,
    "expected a multiple of 2 values for inputs of shape [2], got 5",
  );
  assertThrows(
    () => createDataset({ inputs: samples, targets: three }),
    TypeError,
    "expected as many targets as inputs, got 3 targets for 2 inputs",
  );
});

Deno.test("createDataset() rejects dimensions and scales out of range", () => {
  const data = new Float32Array(4);
  const targets = { data, shape: [] };
  for (const shape of [[0], [-1], [1.5], [NaN]]) {
    assertThrows(() => createDataset({ inputs: { data, shape }, targets }), RangeError, "shape");
  }
  for (const scale of [0, NaN, Infinity]) {
    const inputs = { data, shape: [], scale };
    assertThrows(() => createDataset({ inputs, targets }), RangeError, "scale");
  }
});

Deno.test("createDataset() rejects labels that are not integers from 0 to classes - 1", () => {
  const inputs = { data: new Float32Array(2), shape: [] };
  const create = (data: Int32Array | Float32Array, classes: number, shape: number[] = []) => () =>
    createDataset({ inputs, targets: { data, shape }, classes });
  assertThrows(
    create(new Int32Array([0, 2]), 2),
    RangeError,
    "expected a label from 0 to 1 at index 1, got 2",
  );
  assertThrows(create(new Int32Array([-1, 0]), 2), RangeError, "got -1");
  assertThrows(create(new Int32Array(2), 0), RangeError, "positive number of classes");
  assertThrows(create(new Float32Array(2), 2), TypeError, "integer array of shape []");
  assertThrows(create(new Int32Array(2), 2, [1]), TypeError, "integer array of shape []");
});

Deno.test("sliceDataset() takes the same samples of inputs and targets, as views", () => {
  const dataset = counting(5);
  const slice = sliceDataset(dataset, 1, 3);
  assertEquals([slice.size, slice.classes], [2, 5]);
  assertEquals([...slice.inputs.data], [2, 3, 4, 5]);
  assertEquals([...slice.targets.data], [1, 2]);
  assertEquals(slice.inputs.data.buffer === dataset.inputs.data.buffer, true);
});

Deno.test("sliceDataset() may be empty", () => {
  assertEquals(sliceDataset(counting(5), 5, 5).size, 0);
});

Deno.test("sliceDataset() rejects bounds outside the data set", () => {
  for (const [start, end] of [[-1, 2], [2, 1], [0, 6], [0.5, 2], [0, NaN]] as const) {
    assertThrows(() => sliceDataset(counting(5), start, end), RangeError, "0 <= start <= end <= 5");
  }
});

Deno.test("splitDataset() puts the last samples into validation", () => {
  const { train, validation } = splitDataset(counting(10), 0.2);
  assertEquals([...train.targets.data], [0, 1, 2, 3, 4, 5, 6, 7]);
  assertEquals([...validation.targets.data], [8, 9]);
});

Deno.test("splitDataset() rounds the training part down, as Keras does", () => {
  const { train, validation } = splitDataset(counting(5), 0.5);
  assertEquals([train.size, validation.size], [2, 3]);
});

Deno.test("splitDataset() loses no sample, or rejects an empty part", () => {
  const fractions = fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true });
  fc.assert(fc.property(fc.integer({ min: 0, max: 50 }), fractions, (size, fraction) => {
    try {
      const { train, validation } = splitDataset(counting(size), fraction);
      const together = [...train.targets.data, ...validation.targets.data];
      assertEquals(together, Array.from({ length: size }, (_, i) => i));
      assertEquals(train.size > 0 && validation.size > 0, true);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }));
});

Deno.test("splitDataset() rejects fractions not between 0 and 1, and empty parts", () => {
  for (const fraction of [0, 1, -0.1, 1.1, NaN]) {
    assertThrows(() => splitDataset(counting(5), fraction), RangeError, "between 0 and 1");
  }
  assertThrows(() => splitDataset(counting(1), 0.5), RangeError, "leaves one part empty");
  assertThrows(() => splitDataset(counting(5), 0.9), RangeError, "leaves one part empty");
});

Deno.test("oneHot() puts a single 1 into each row, at the label", () => {
  assertEquals([...oneHot(new Uint8Array([1, 0]), 3)], [0, 1, 0, 1, 0, 0]);
  const labels = fc.array(fc.integer({ min: 0, max: 6 }));
  fc.assert(fc.property(labels, (values) => {
    const rows = oneHot(values, 7);
    const decoded = values.map((_, i) => rows.subarray(7 * i, 7 * i + 7).indexOf(1));
    assertEquals(decoded, values);
    assertEquals(rows.reduce((sum, value) => sum + value, 0), values.length);
  }));
});

Deno.test("oneHot() rejects labels and class counts out of range", () => {
  assertThrows(() => oneHot([3], 3), RangeError, "expected a label from 0 to 2 at index 0, got 3");
  assertThrows(() => oneHot([0.5], 3), RangeError, "got 0.5");
  assertThrows(() => oneHot([], 0), RangeError, "positive number of classes");
});

Deno.test("a data set keeps the units of its targets, also in parts, in shared memory and joined", () => {
  const units = [{ mean: 3, deviation: 2 }, { mean: 0, deviation: 0.5 }];
  const dataset = createDataset({
    inputs: { data: new Float32Array(4), shape: [] },
    targets: { data: new Float32Array(8), shape: [2] },
    units,
  });
  assertEquals(dataset.units, units);
  assertEquals(sliceDataset(dataset, 1, 2).units, units);
  const { train, validation } = splitDataset(dataset, 0.5);
  assertEquals([train.units, validation.units], [units, units]);
  const samples = sampleSetOf(dataset);
  const others = [
    samples,
    sliceSampleSet(samples, 0, 1),
    splitSampleSet(samples, 0.5).validation,
    shareSampleSet(samples),
    concatSampleSets([samples, samples]),
  ];
  for (const each of others) assertEquals(unitsOf(each), [units]);
  assertEquals(unitsOf(sampleSetOf(counting(2))), [undefined]);
});

Deno.test("createDataset() rejects units that do not fit the targets", () => {
  const init = {
    inputs: { data: new Float32Array(2), shape: [] },
    targets: { data: new Float32Array(2), shape: [] },
  };
  const unit = { mean: 1, deviation: 2 };
  assertThrows(
    () => createDataset({ ...init, units: [unit, unit] }),
    TypeError,
    "Cannot create data set: expected 1 units for values of shape [], got 2",
  );
  for (
    const wrong of [{ deviation: 0 }, { deviation: -1 }, { deviation: NaN }, { mean: Infinity }]
  ) {
    assertThrows(
      () => createDataset({ ...init, units: [{ ...unit, ...wrong }] }),
      RangeError,
      "expected units of a finite mean and a finite deviation above 0",
    );
  }
  const labels = { ...init, targets: { data: new Uint8Array(2), shape: [] }, classes: 2 };
  assertThrows(
    () => createDataset({ ...labels, units: [unit] }),
    TypeError,
    "expected units or classes of targets, got both",
  );
});
