/**
 * The samples that a saved model is evaluated on: the test part of what its run was trained on, or all of what flags
 * name.
 *
 * @module
 */
import { type DataFacts, factsOf } from "../src/config/data_facts.ts";
import {
  DATA_KEYS,
  type DataSource,
  dataSourceOf,
  type NamedSource,
  OWN_DATA,
} from "../src/config/data_source.ts";
import type { RunConfig } from "../src/config/run_config.ts";
import { loadNpyWith } from "../src/dataset/arrays/load_npy_with.ts";
import type { DatasetName } from "../src/dataset/catalog.ts";
import type { Dataset } from "../src/dataset/dataset.ts";
import { loadImagesWith } from "../src/dataset/images/load_images_with.ts";
import { loadDataset } from "../src/dataset/load.ts";
import {
  inputsFor,
  isSamePreprocessing,
  type Preprocessing,
} from "../src/dataset/preprocessing.ts";
import { loadCsvWith } from "../src/dataset/table/load_csv_with.ts";
import type { Task } from "../src/dataset/task.ts";
import { taskOf } from "../src/dataset/task_of.ts";
import { readRunConfig } from "../src/run/run_folder.ts";
import { warnOfUnknown } from "./_cells.ts";
import { type Flags, UsageError } from "./_command.ts";
import { readConfigOf } from "./_config_flags.ts";
import { blamingData, KINDS, openData, pictureOptions } from "./_data.ts";
import { loadOptions } from "./_dataset.ts";
import { preprocessingOfModel, type SavedModel } from "./_saved_model.ts";

/** Samples, and what a model is measured by. */
export interface EvaluationData {
  readonly test: Dataset;
  /** What is to be found of the samples. */
  readonly task: Task;
  readonly loss: RunConfig["loss"];
  readonly metrics: RunConfig["metrics"];
}

/** The flags that name samples. */
const SOURCES = ["dataset", ...Object.keys(OWN_DATA)];

/**
 * Reads the samples that a saved model is evaluated on, as the model knows its own.
 *
 * @param flags The flags.
 * @param saved The model.
 * @returns The samples.
 * @throws {UsageError} If flags are wrong, or the samples do not fit the model.
 */
export async function openEvaluation(flags: Flags, saved: SavedModel): Promise<EvaluationData> {
  const preprocessing = await preprocessingOfModel(saved);
  if (preprocessing && preprocessing.kind !== "table" && flags.value("csv") !== undefined) {
    throw wrongKind(preprocessing, "table");
  }
  const named = SOURCES.some((name) => flags.value(name) !== undefined);
  const config = await readMeasures(flags, saved, preprocessing, named);
  const source = dataSourceOf(config);
  const { loss, metrics } = config;
  if (source.kind === "named") {
    return { ...await openNamed(source.name, preprocessing, named, config, flags), loss, metrics };
  }
  if (!preprocessing) {
    throw new UsageError(
      `Cannot evaluate "${saved.file}" on data of your own: it has no preprocessing.json beside it`,
    );
  }
  const test = named
    ? await blamingData(() => allOf(source, preprocessing, flags))
    : await testPartOf(source, preprocessing, config, flags);
  return { test, task: taskOf(preprocessing), loss, metrics };
}

/** What the model is measured on and by: what flags say, over what its run has, over the defaults. */
async function readMeasures(
  flags: Flags,
  { run }: SavedModel,
  preprocessing: Preprocessing | undefined,
  named: boolean,
): Promise<RunConfig> {
  const facts: DataFacts | undefined = factsOf(flags.value("dataset")) ??
    (preprocessing && { kind: preprocessing.kind, task: taskOf(preprocessing) });
  const csv = preprocessing?.kind === "table" && flags.value("csv") !== undefined;
  const target = csv ? { target: preprocessing.target } : {};
  if (run === undefined) {
    return readConfigOf(flags, { facts, file: { path: "the model", value: target } });
  }
  const { loss, metrics, seed, testSplit, validationSplit, ...config } = await readRunConfig(run);
  const own = Object.fromEntries(DATA_KEYS.map((key) => [key, config[key]]));
  const data = named ? { ...target, ...(csv ? { missing: config.missing } : {}) } : own;
  const value = { loss, metrics, seed, testSplit, validationSplit, ...data };
  return readConfigOf(flags, { facts, file: { path: run, value } });
}

/** The test set of a data set by name, with the pixels that the model knows. */
async function openNamed(
  name: DatasetName,
  preprocessing: Preprocessing | undefined,
  named: boolean,
  { validationSplit }: RunConfig,
  flags: Flags,
): Promise<Pick<EvaluationData, "test" | "task">> {
  const { test, task, preprocessing: own } = await loadDataset(
    name,
    { ...await loadOptions(name, flags), validationSplit },
  );
  if (preprocessing && preprocessing.kind !== own.kind) {
    const asked = `Cannot evaluate a model of ${preprocessing.kind} on data set "${name}"`;
    throw new UsageError(`${asked}, which is of ${own.kind}: expected other data`);
  }
  if (preprocessing?.kind === "table" && !isSamePreprocessing(preprocessing, own)) {
    throw new UsageError(
      `Cannot evaluate this model on data set "${name}": it learnt from another table, or from other rows of it`,
    );
  }
  if (preprocessing?.kind !== "images") return { test, task };
  // Classes of other data than the model's own have their own names.
  return {
    test: { ...test, inputs: inputsFor(preprocessing, test.inputs) },
    task: named ? task : taskOf(preprocessing),
  };
}

/** All samples of other files than those of the run. */
async function allOf(
  source: Exclude<DataSource, NamedSource>,
  preprocessing: Preprocessing,
  flags: Flags,
): Promise<Dataset> {
  if (source.kind === "csv" && preprocessing.kind === "table") {
    const missing = source.missing === "drop" ? { missing: source.missing } as const : {};
    const { dataset, counts } = await loadCsvWith(source.file, preprocessing, missing);
    warnOfUnknown(preprocessing, counts);
    return dataset;
  }
  if (source.kind === "images" && preprocessing.kind === "images") {
    const { folder, labels } = source;
    const options = { ...pictureOptions(flags), ...(labels === undefined ? {} : { labels }) };
    return (await loadImagesWith(folder, preprocessing, options)).dataset;
  }
  if (source.kind === "arrays" && preprocessing.kind === "arrays") {
    return (await loadNpyWith(source.x, source.y, preprocessing)).dataset;
  }
  throw wrongKind(preprocessing, source.kind === "csv" ? "table" : source.kind);
}

function wrongKind({ kind }: Preprocessing, given: Preprocessing["kind"]): UsageError {
  return new UsageError(
    `Cannot evaluate a model of ${KINDS[kind]} on ${KINDS[given]}: ` +
      "expected data like those that it was trained on",
  );
}

/** The samples that were kept from the model: the same as in training, as long as the files are. */
async function testPartOf(
  source: DataSource,
  preprocessing: Preprocessing,
  config: RunConfig,
  flags: Flags,
): Promise<Dataset> {
  const data = await openData(source, config, flags);
  if (isSamePreprocessing(data.preprocessing, preprocessing)) return data.test;
  throw new UsageError(
    "Cannot tell which samples the model was not trained on: its data have changed since; " +
      "expected the samples to evaluate on, as --csv, --images or --x with --y",
  );
}
