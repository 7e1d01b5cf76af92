import { assertEquals, assertRejects } from "@std/assert";
import { loadNpy, type LoadNpyOptions } from "../../../src/dataset/arrays/load_npy.ts";
import { bytesOfBase64 } from "../../_base64.ts";
import { encodeNpy, rawBytes } from "./_bytes.ts";
import { type Bytes, check, f4, f8, i4, load, range } from "./_load.ts";
import { REFUSED } from "./_numpy_files.ts";

const x4 = f4(range(8), 4, 2);
const WRONG: readonly (readonly [string, Bytes, Bytes, LoadNpyOptions, string])[] = [
  [
    "counts that differ",
    x4,
    i4([0, 1, 0]),
    {},
    "expected as many targets as samples, got 3 targets for 4 samples",
  ],
  [
    "NaN among the inputs",
    f4([0, 1, 2, NaN, 4, 5], 3, 2),
    i4([0, 1, 0]),
    {},
    'x.npy" as inputs: expected finite numbers, got NaN in sample 1',
  ],
  [
    "infinity among the inputs",
    f8([0, 1, 2, 3, 4, 1e300], 3, 2),
    i4([0, 1, 0]),
    {},
    "expected finite numbers, got Infinity in sample 2",
  ],
  [
    "NaN among the targets",
    x4,
    f4([0, 1, NaN, 3]),
    {},
    'y.npy" as targets: expected finite numbers, got NaN in sample 2',
  ],
  ["no samples", f4([], 0, 2), i4([], 0), {}, "expected samples with values, got shape [0,2]"],
  [
    "targets of one class",
    x4,
    i4([2, 2, 2, 2]),
    {},
    "expected two or more different targets, got 2 alone",
  ],
  [
    "targets of rank 3",
    x4,
    f4(range(16), 4, 2, 2),
    {},
    "expected an array of rank 1 or 2, got shape [4,2,2]",
  ],
  [
    "negative classes",
    x4,
    i4([0, -1, 1, 1]),
    {},
    "expected classes from 0 to 999, got -1 in sample 1: say --task regression if these are amounts",
  ],
  [
    "more than 1,000 classes",
    x4,
    i4([0, 1, 1, 1000]),
    {},
    "got 1000 in sample 3: say --task regression if these are amounts",
  ],
  [
    "floats called classes",
    x4,
    f4([0, 0.5, 1, 1]),
    { task: "classification" },
    "expected classes from 0 to 999, got 0.5 in sample 1",
  ],
  [
    "rows called classes",
    x4,
    f4(range(8), 4, 2),
    { task: "classification" },
    "or rows of 0 with a single 1, got other rows of 2 numbers",
  ],
  [
    "numbers called labels",
    x4,
    f4([0, 1, 1, 0, 0, 3, 0, 0], 4, 2),
    { task: "multi-label" },
    "expected 0 and 1 as labels, got 3 in sample 2",
  ],
  [
    "another task",
    x4,
    i4([0, 1, 0, 1]),
    { task: "binary" as "regression" },
    'Cannot load arrays with task "binary": expected one of classification, regression, multi-label',
  ],
  ["a share that is none", x4, i4([0, 1, 0, 1]), { testSplit: 1 }, "testSplit 1"],
];

for (const [what, x, y, options, problem] of WRONG) {
  check(`loadNpy() refuses ${what} by one line`, async () => {
    const { message } = await assertRejects(() => load(x, y, options), RangeError);
    assertEquals([message.includes(problem), message.includes("\n")], [true, false], message);
  });
}

check("loadNpy() refuses amounts whose squares are infinite", async () => {
  await assertRejects(
    () => load(x4, f8([1, 2, -1e200, 4]), { task: "regression" }),
    RangeError,
    "expected numbers up to 1e+150, got -1e+200 in sample 2",
  );
});

check("loadNpy() refuses a number that is no array of samples", async () => {
  await assertRejects(
    () => load(encodeNpy("<f4", [], rawBytes(Float32Array.of(1))), i4([0, 1])),
    RangeError,
    "expected a number of samples, got a single number",
  );
});

check("loadNpy() refuses Python objects, and test files that do not fit", async () => {
  await assertRejects(
    () => load(x4, bytesOfBase64(REFUSED["Python objects"] ?? "")),
    TypeError,
    "expected numbers of up to 64 bits, got Python objects",
  );
  const [y, test] = [i4([0, 1, 0, 1]), { x: f4(range(3), 1, 3), y: i4([1]) }];
  await assertRejects(
    () => load(x4, y, {}, test),
    RangeError,
    "expected samples of shape [2] as in",
  );
  await assertRejects(
    () => load(x4, y, {}, { x: f4([1, 2], 1, 2), y: f4([1.5]) }),
    RangeError,
    "of kind integer and shape [], got kind float and shape []",
  );
  await assertRejects(
    () => loadNpy("x", "y", { testX: "z" }),
    TypeError,
    "Cannot load arrays with testX alone: expected testY, too",
  );
});
