/**
 * From files of arrays to samples that `fit` takes.
 *
 * @module
 */
import { numbersFrom } from "../../arrays/range.ts";
import { type OptionNames, refuseUnknown, requireChoice } from "../../options.ts";
import { createDataset, type Dataset } from "../dataset.ts";
import { divide } from "../divide.ts";
import { encodeTargets } from "../encode_targets.ts";
import type { DivideOptions, LoadedData } from "../loaded_data.ts";
import type { ArraysPreprocessing } from "../preprocessing.ts";
import { learntCount, type SampleArray, takeSamples } from "../sample_array.ts";
import { TASK_NAMES, type TaskName } from "../task_name.ts";
import { classNamesOf } from "../task_of.ts";
import { unitOf } from "../unit_of.ts";
import { inputsOf } from "./inputs.ts";
import type { NumberArray } from "./number_array.ts";
import { type Pair, readPair } from "./pair.ts";
import { type ArrayTargets, targetColumns, targetsOf } from "./targets.ts";

/** Options of {@linkcode loadNpy}. */
export interface LoadNpyOptions extends DivideOptions {
  /**
   * The file of the inputs of the test; `testY` has its targets.
   *
   * @default some of the samples are kept for the test
   */
  readonly testX?: string;
  /** The file of the targets of the test; `testX` has its inputs. */
  readonly testY?: string;
  /**
   * What is to be learnt.
   *
   * @default what the targets look like
   */
  readonly task?: TaskName;
}

const OPTIONS: OptionNames<LoadNpyOptions> = {
  testX: true,
  testY: true,
  task: true,
  testSplit: true,
  validationSplit: true,
  seed: true,
};

/** How samples are divided, each choice made. */
type Division = Required<DivideOptions>;

/** Inputs, and numbers of their targets among all that were read. */
interface Part {
  readonly inputs: SampleArray;
  readonly numbers: Uint32Array;
}

/**
 * Loads arrays of numbers, one of inputs and one of targets, from NPY, NPZ or IDX files (NPZ: `FILE#NAME`), each as it is
 * or as `.gz`. Their first axes count the samples.
 *
 * Inputs of bytes with rank 3 or 4 are images, whose pixels become numbers from 0 to 1; other inputs stay as they are.
 * Targets that are whole numbers are classes, from 0 on; yes and no, or floats 0 and 1, are one of two classes; rows of 0
 * and 1 are classes where each row has a single 1, labels otherwise; all else are amounts, which are standardised by what
 * the training samples are.
 *
 * @param x The file of the inputs.
 * @param y The file of the targets.
 * @param options What is to be learnt, and how the samples are divided.
 * @returns The training and the test samples, what is to be learnt of them, and what they went through.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If a file is of none of the formats, or is not whole.
 * @throws {TypeError} If an array holds anything but numbers, or an option has no such name.
 * @throws {RangeError} If the arrays do not fit each other or the task, hold NaN, or an option is out of range.
 *
 * @example
 * ```ts
 * import { loadNpy } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const [x, y] = [`${folder}/x.idx`, `${folder}/y.idx`];
 * // IDX files of bytes: 4 samples of 2 numbers, and the class of each.
 * await Deno.writeFile(x, Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 4, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8));
 * await Deno.writeFile(y, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 1, 0));
 * const { train, test, task } = await loadNpy(x, y, { testSplit: 0.5 });
 * assertEquals([train.size, test.size], [2, 2]);
 * assertEquals(task, { kind: "classification", classNames: ["0", "1"] });
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function loadNpy(
  x: string,
  y: string,
  options: LoadNpyOptions = {},
): Promise<LoadedData<ArraysPreprocessing>> {
  refuseUnknown("Cannot load arrays with", options, OPTIONS);
  const { testX, testY, task, testSplit = 0.2, validationSplit = 0, seed = 1 } = options;
  const division = { testSplit, validationSplit, seed };
  requireChoice("Cannot load arrays with", "task", task, TASK_NAMES);
  if ((testX === undefined) !== (testY === undefined)) {
    const [given, missing] = testX === undefined ? ["testY", "testX"] : ["testX", "testY"];
    throw new TypeError(`Cannot load arrays with ${given} alone: expected ${missing}, too`);
  }
  const pair = await readPair(x, y);
  if (testX === undefined || testY === undefined) return divided(pair, task, division);
  return apart(pair, await readPair(testX, testY), task, division);
}

/** Keeps some of the samples for the test. */
function divided(
  { x, y }: Pair,
  name: TaskName | undefined,
  { testSplit, seed, validationSplit }: Division,
): LoadedData<ArraysPreprocessing> {
  const inputs = inputsOf(x);
  const targets = targetsOf(y, name);
  const { task, values, width } = targets;
  const strata = classNamesOf(task).length > 0 ? { strata: values } : {};
  const { train, test } = divide(values.length / width, { testSplit, seed, ...strata });
  const take = (numbers: Uint32Array): Part => ({ inputs: takeSamples(inputs, numbers), numbers });
  return loaded(take(train), take(test), targets, validationSplit);
}

/** Tests with other files. */
function apart(
  train: Pair,
  test: Pair,
  name: TaskName | undefined,
  { seed, validationSplit }: Division,
): LoadedData<ArraysPreprocessing> {
  const targets = targetsOf(joined(train.y, test.y), name);
  const inputs = inputsOf(train.x);
  const testInputs = inputsOf(test.x);
  if (`${inputs.shape}` !== `${testInputs.shape}` || inputs.scale !== testInputs.scale) {
    throw new RangeError(
      `Cannot test with "${test.x.source}": expected samples of shape [${inputs.shape}] as in "${train.x.source}", got [${testInputs.shape}]`,
    );
  }
  const [size = 0] = train.y.shape;
  const all = targets.values.length / targets.width;
  const testPart = { inputs: testInputs, numbers: numbersFrom(size, all) };
  // The last samples are to be fair ones, where they validate.
  if (validationSplit === 0) {
    const part = { inputs, numbers: numbersFrom(0, size) };
    return loaded(part, testPart, targets, validationSplit);
  }
  const { train: numbers } = divide(size, { testSplit: 0, seed });
  const part = { inputs: takeSamples(inputs, numbers), numbers };
  return loaded(part, testPart, targets, validationSplit);
}

/** The targets of the training samples, and after them those of the test: what they are is found out once. */
function joined(y: NumberArray, testY: NumberArray): NumberArray {
  const [count = 0, ...shape] = y.shape;
  const [testCount = 0, ...testShape] = testY.shape;
  if (`${shape}` !== `${testShape}` || (y.kind === "float") !== (testY.kind === "float")) {
    throw new RangeError(
      `Cannot test with "${testY.source}": expected targets as in "${y.source}", of kind ${y.kind} and shape [${shape}], got kind ${testY.kind} and shape [${testShape}]`,
    );
  }
  const data = new Float64Array(y.data.length + testY.data.length);
  data.set(y.data);
  data.set(testY.data, y.data.length);
  return {
    ...y,
    source: `${y.source}" and "${testY.source}`,
    shape: [count + testCount, ...shape],
    data,
  };
}

function loaded(
  train: Part,
  test: Part,
  targets: ArrayTargets,
  validationSplit: number,
): LoadedData<ArraysPreprocessing> {
  const { task } = targets;
  const learnt = train.numbers.subarray(0, learntCount(train.numbers.length, validationSplit));
  const units = task.kind === "regression"
    ? targetColumns(targets, learnt).map((column) => unitOf(column))
    : [];
  const { shape, scale } = train.inputs;
  const dataset = ({ inputs, numbers }: Part): Dataset =>
    createDataset({ inputs, ...encodeTargets({ task, units }, targetColumns(targets, numbers)) });
  return {
    train: dataset(train),
    test: dataset(test),
    task,
    preprocessing: { kind: "arrays", shape, scale, task, units },
  };
}
