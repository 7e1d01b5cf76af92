/**
 * Trains TensorFlow.js models on every core of a machine, by synchronous data parallelism over Web Workers.
 *
 * @example
 * ```ts
 * import { createMlp, evaluate, fit, loadDataset, sliceDataset, useBackend } from "tandem";
 * import { assertGreater } from "@std/assert";
 *
 * await useBackend("wasm");
 * const { train, test } = await loadDataset("mnist");
 * const model = createMlp({ inputSize: 784, hidden: [100], outputSize: 10 });
 * // All of `train`, 10 epochs and more layers reach 0.98.
 * await fit(model, sliceDataset(train, 0, 6000), { epochs: 3, batchSize: 100 });
 * const { accuracy } = evaluate<"accuracy">(model, test);
 * assertGreater(accuracy, 0.85);
 * ```
 *
 * @module
 */
export { type AugmentConfig, DEFAULT_AUGMENT } from "./src/dataset/augment.ts";
export * from "./src/dataset/catalog.ts";
export * from "./src/dataset/dataset.ts";
export type { SampleArray } from "./src/dataset/sample_array.ts";
export type { DownloadProgress, FetchVerifiedResult } from "./src/dataset/download.ts";
export { DownloadError, type SourceFailure } from "./src/dataset/download_error.ts";
export * from "./src/dataset/idx.ts";
export * from "./src/dataset/arrays/load_npy.ts";
export * from "./src/dataset/arrays/load_npy_with.ts";
export { type Cell, csvLines } from "./src/dataset/csv/csv_lines.ts";
export type { CsvOptions } from "./src/dataset/csv/options.ts";
export { readTable } from "./src/dataset/csv/read_table.ts";
export * from "./src/dataset/csv/rows_of.ts";
export type { CsvSource } from "./src/dataset/csv/source.ts";
export * from "./src/dataset/images/load_images.ts";
export * from "./src/dataset/images/load_images_with.ts";
export type { Channels } from "./src/dataset/images/picture.ts";
export type { SkippedPicture } from "./src/dataset/images/skipped.ts";
export * from "./src/dataset/load.ts";
export * from "./src/dataset/loaded_data.ts";
export type { ColumnReport } from "./src/dataset/table/column_report.ts";
export type { CellCounts } from "./src/dataset/table/encode_cells.ts";
export * from "./src/dataset/table/load_csv.ts";
export * from "./src/dataset/table/load_csv_with.ts";
export type { LoadedTable, TableOptions } from "./src/dataset/table/load_table.ts";
export type { MissingRule, TargetOptions } from "./src/dataset/table/plan_table.ts";
export * from "./src/dataset/table/stream_csv.ts";
export * from "./src/dataset/table/table.ts";
export * from "./src/dataset/task.ts";
export type { TaskName } from "./src/dataset/task_name.ts";
export { type BackendName, BACKENDS, useBackend } from "./src/engine/backend.ts";
export type {
  DetailEvent,
  EpochEvent,
  Logs,
  StepEvent,
  TrainBeginEvent,
  TrainEndEvent,
  TrainEvent,
  WarningEvent,
} from "./src/events.ts";
export { type ActivationName, ACTIVATIONS } from "./src/model/activations.ts";
export type {
  ArraysPreprocessing,
  BooleanRule,
  CategoryRule,
  ColumnRule,
  ImagesPreprocessing,
  NumberRule,
  Preprocessing,
  TablePreprocessing,
} from "./src/dataset/preprocessing.ts";
export { type CnnOptions, createCnn } from "./src/model/cnn.ts";
export { modelFolder, type ModelHandler } from "./src/model/file_io.ts";
export {
  type ClassCounts,
  classCounts,
  type ClassScores,
  classScores,
  confusionMatrix,
  type Score,
} from "./src/model/confusion.ts";
export { type Direction, directionOf } from "./src/model/direction.ts";
export { type InitializerName, INITIALIZERS } from "./src/model/initializers.ts";
export { createLenet, type LenetOptions } from "./src/model/lenet.ts";
export { loadModelFile } from "./src/model/load_file.ts";
export { type Comparison, compilableLoss, LOSSES, type LossName } from "./src/model/losses.ts";
export type { ShapedArray } from "./src/arrays/shaped.ts";
export type { Metric, MetricContext } from "./src/model/metric.ts";
export { createMetric, metricFunction, type MetricName, METRICS } from "./src/model/metrics.ts";
export { createMlp, type MlpOptions } from "./src/model/mlp.ts";
export { type PredictOptions, predictSamples } from "./src/model/predict_samples.ts";
export type { NetworkOptions } from "./src/model/network.ts";
export { arrayOf, type Tensor } from "./src/model/tensor.ts";
export type { LayersModel } from "./src/model/topology.ts";
export { DEFAULT_OPTIMIZERS, OPTIMIZERS } from "./src/optimizer/defaults.ts";
export type { OptimizerConfig, OptimizerInit, OptimizerName } from "./src/optimizer/config.ts";
export type { AdadeltaConfig } from "./src/optimizer/adadelta.ts";
export type { AdagradConfig } from "./src/optimizer/adagrad.ts";
export type { AdamConfig, AdamwConfig } from "./src/optimizer/adam.ts";
export type { AdamaxConfig } from "./src/optimizer/adamax.ts";
export type { MomentumConfig, NesterovConfig } from "./src/optimizer/momentum.ts";
export type { RmspropConfig } from "./src/optimizer/rmsprop.ts";
export type { SgdConfig } from "./src/optimizer/sgd.ts";
export * from "./src/optimizer/plateau.ts";
export * from "./src/optimizer/schedule.ts";
export { type PoolOptions, WorkerLostError } from "./src/parallel/pool.ts";
export { type Range, shardRange } from "./src/parallel/shard.ts";
export { evaluate, type EvaluateOptions, type Evaluation } from "./src/training/evaluate.ts";
export {
  type ClassesReport,
  type ClassReport,
  evaluateClasses,
  type EvaluateClassesOptions,
} from "./src/training/evaluate_classes.ts";
export {
  evaluateOnWorkers,
  type EvaluateOnWorkersOptions,
} from "./src/training/evaluate_on_workers.ts";
export { loadCheckpoint, saveCheckpoint } from "./src/run/checkpoint_files.ts";
export { type EpochMetrics, parseMetrics } from "./src/run/metrics_file.ts";
export {
  makeNumberedRun,
  makeRun,
  type MakeRunOptions,
  type OpenRun,
  reopenRun,
} from "./src/run/open_run.ts";
export { type RecordOptions, recordRun, type RunRecorder } from "./src/run/record_run.ts";
export {
  bestFolderOf,
  checkpointFolderOf,
  findRun,
  metricsFileOf,
  modelFolderOf,
  runName,
} from "./src/run/run_folder.ts";
export type { Checkpoint } from "./src/training/checkpoint.ts";
export type { Snapshot } from "./src/parallel/data_parallel.ts";
export type { CallbackParams, FitCallback } from "./src/training/callbacks.ts";
export { DivergenceError } from "./src/training/divergence_error.ts";
export {
  BEFORE_FIRST_EPOCH,
  type EarlyStoppingConfig,
  type EarlyStoppingState,
  stopEarly,
} from "./src/training/early_stopping.ts";
export { fit } from "./src/training/fit.ts";
export type { FitOptions, StreamFitOptions } from "./src/training/fit_options.ts";
export type { KeepBestConfig, RuleOptions, RulesState } from "./src/training/epoch_rules.ts";
export { type Residuals, residualsOf } from "./src/training/residuals.ts";
export type { History } from "./src/training/history.ts";
export type {
  BatchStream,
  ClassWeights,
  ModelValues,
  NestedNumbers,
  PerOutput,
  SampleValues,
  SampleWeights,
  StreamedBatch,
  ValidationData,
} from "./src/training/values.ts";
