import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { LoadNpyOptions } from "../../../src/dataset/arrays/load_npy.ts";
import { b1, type Bytes, check, f4, f8, i4, load, range, u1 } from "./_load.ts";

check("loadNpy() takes bytes of rank 3 for images, and whole numbers for classes", async () => {
  const labels = range(10).map((i) => i % 2 === 0 ? 0 : 3);
  const { train, test, task, preprocessing } = await load(
    u1(range(60), 10, 2, 3),
    i4(labels),
  );
  assertEquals([train.size, test.size, train.classes], [8, 2, 4]);
  assertEquals([train.inputs.shape, train.inputs.scale], [[2, 3], 1 / 255]);
  assertEquals(train.inputs.data instanceof Uint8Array, true);
  // Each class has its share of the test, and each image its own label.
  assertEquals([...test.targets.data].toSorted(), [0, 3]);
  for (const { inputs, targets, size } of [train, test]) {
    for (let i = 0; i < size; i++) {
      const first = inputs.data[i * 6] ?? NaN;
      assertEquals(targets.data[i], labels[first / 6]);
    }
  }
  assertEquals(task, { kind: "classification", classNames: ["0", "1", "2", "3"] });
  assertEquals(preprocessing, { kind: "arrays", shape: [2, 3], scale: 1 / 255, task, units: [] });
});

check("loadNpy() divides by its seed alone", async () => {
  const [x, y] = [f4(range(20), 20, 1), f4(range(20))];
  const order = async (seed: number): Promise<number[]> => [
    ...(await load(x, y, { seed })).test.inputs.data,
  ];
  assertEquals(await order(1), await order(1));
  const [one, two] = [await order(1), await order(2)];
  assertEquals([one.length, `${one}` === `${two}`], [4, false]);
});

const TASKS: readonly (readonly [string, Bytes, LoadNpyOptions, string, number[]])[] = [
  ["floats 0 and 1", f4([0, 1, 0, 1]), {}, "binary", [1]],
  ["yes and no", b1([0, 1, 0, 1]), {}, "binary", [1]],
  ["whole numbers 0 and 1", i4([0, 1, 0, 1]), {}, "classification", []],
  ["whole numbers of rank 2 with one column", i4([0, 1, 0, 1], 4, 1), {}, "classification", []],
  ["floats", f8([0.5, 1, 2, 3]), {}, "regression", [1]],
  ["floats of rank 2", f4([0.5, 1, 2, 3, 4, 5, 6, 7], 4, 2), {}, "regression", [2]],
  ["rows with a single 1", f4([0, 1, 1, 0, 0, 1, 1, 0], 4, 2), {}, "classification", []],
  ["other rows of 0 and 1", i4([1, 1, 0, 0, 0, 1, 1, 0], 4, 2), {}, "multi-label", [2]],
  ["whole numbers called amounts", i4([-5, 7, 2000, 7]), { task: "regression" }, "regression", [1]],
  ["floats called classes", f4([0, 1, 2, 2]), { task: "classification" }, "classification", []],
  [
    "rows with a single 1 called labels",
    f4([0, 1, 1, 0, 0, 1, 1, 0], 4, 2),
    {
      task: "multi-label",
    },
    "multi-label",
    [2],
  ],
];

for (const [what, y, options, kind, shape] of TASKS) {
  check(`loadNpy() makes ${kind} of ${what}`, async () => {
    const { train, task } = await load(f4(range(8), 4, 2), y, { ...options, testSplit: 0.5 });
    assertEquals([task.kind, train.targets.shape, train.size], [kind, shape, 2]);
    assertEquals(train.classes !== undefined, kind === "classification");
    assertEquals(train.units?.length, kind === "regression" ? shape[0] : undefined);
  });
}

check("loadNpy() reads the class out of rows with a single 1", async () => {
  const y = f4([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0], 4, 3);
  const { train, task } = await load(f4([0, 1, 2, 3], 4, 1), y, { testSplit: 0 });
  const labels = [1, 0, 2, 1];
  const numbers = [...train.inputs.data];
  assertEquals([...train.targets.data], numbers.map((number) => labels[number] ?? NaN));
  assertEquals(task.kind === "classification" && task.classNames, ["0", "1", "2"]);
});

check("loadNpy() standardises amounts by the training samples that do not validate", async () => {
  const amounts = range(40).map((i) => i * i);
  const { train, test, preprocessing } = await load(f4(range(40), 40, 1), f8(amounts), {
    validationSplit: 0.25,
  });
  // In the inputs each sample has its number: 24 of 32 training samples are learnt from.
  const learnt = [...train.inputs.data].slice(0, 24).map((i) => amounts[i] ?? NaN);
  const mean = learnt.reduce((sum, value) => sum + value) / 24;
  const deviation = Math.sqrt(learnt.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 24);
  const [unit = { mean: NaN, deviation: NaN }] = preprocessing.units;
  assertAlmostEquals(unit.mean, mean, 1e-9 * mean);
  assertAlmostEquals(unit.deviation, deviation, 1e-9 * deviation);
  for (const { inputs, targets, units } of [train, test]) {
    assertEquals(units, [unit]);
    targets.data.forEach((target, i) => {
      const amount = amounts[inputs.data[i] ?? NaN] ?? NaN;
      // Targets are kept in float32.
      assertAlmostEquals(target * unit.deviation + unit.mean, amount, 1e-3);
    });
  }
});

check("loadNpy() tests with other files where they are given, of the same classes", async () => {
  const { train, test } = await load(f4([1, 2, 3, 4], 4, 1), i4([0, 1, 1, 0]), {}, {
    x: f4([5, 6], 2, 1),
    y: i4([2, 0]),
  });
  assertEquals([...train.inputs.data], [1, 2, 3, 4]);
  assertEquals([...train.targets.data], [0, 1, 1, 0]);
  assertEquals([...test.inputs.data], [5, 6]);
  assertEquals([...test.targets.data], [2, 0]);
  assertEquals([train.classes, test.classes], [3, 3]);
});

check("loadNpy() puts samples in random order where the last of them validate", async () => {
  const { train, test } = await load(
    f4(range(20), 20, 1),
    f8(range(20)),
    { validationSplit: 0.5 },
    { x: f4([5, 6], 2, 1), y: f8([2.5, 0]) },
  );
  const order = [...train.inputs.data];
  assertEquals(order.toSorted((a, b) => a - b), range(20));
  assertEquals(`${order}` === `${range(20)}`, false);
  assertEquals([...test.inputs.data], [5, 6]);
});
