/**
 * From a table to samples that `fit` takes.
 *
 * @module
 */
import { type OptionNames, refuseUnknown } from "../../options.ts";
import type { Dataset } from "../dataset.ts";
import { divide } from "../divide.ts";
import type { DivideOptions, LoadedData } from "../loaded_data.ts";
import type { TablePreprocessing } from "../preprocessing.ts";
import { learntCount } from "../sample_array.ts";
import { classNamesOf } from "../task_of.ts";
import { type ColumnReport, reportColumns } from "./column_report.ts";
import { encodeRows } from "./encode.ts";
import { learnTable } from "./learn_table.ts";
import { planTable, type TablePlan, type TargetOptions } from "./plan_table.ts";
import type { Table } from "./table.ts";
import { tableDataset } from "./table_dataset.ts";
import { readTargets } from "./targets.ts";

/** What is learnt of a table, and how its rows are divided. */
export interface TableOptions extends TargetOptions, DivideOptions {}

/** The names of the options. */
export const TABLE_OPTIONS: OptionNames<TableOptions> = {
  target: true,
  features: true,
  task: true,
  missing: true,
  testSplit: true,
  validationSplit: true,
  seed: true,
};

/** Samples of a table. */
export interface LoadedTable extends LoadedData<TablePreprocessing> {
  /** What each column was taken for. */
  readonly columns: readonly ColumnReport[];
  /** Number of rows that were left out, since they lack a value. */
  readonly dropped: number;
}

/**
 * Turns a table into samples: finds out what is to be learnt, divides the rows, learns of those for training how they
 * become inputs, and encodes all.
 *
 * @param table The table.
 * @param options What is to be learnt, and how rows are divided.
 * @returns The samples, in random order, each class with its share of both parts.
 * @throws {RangeError} If the table cannot be learnt from: the message says what would be right.
 * @throws {TypeError} If there is an option of another name.
 */
export function loadTable(table: Table, options: TableOptions): LoadedTable {
  refuseUnknown("Cannot learn from a table with", options, TABLE_OPTIONS);
  const { testSplit = 0.2, validationSplit = 0, seed = 1 } = options;
  const plan = planTable(table, options);
  const { train, test } = divideRows(plan, testSplit, seed);
  // The last ones validate.
  const learnt = learntCount(train.length, validationSplit);
  const preprocessing = learnTable(plan, train.subarray(0, learnt));
  return {
    train: encodeDataset(plan, preprocessing, train),
    test: encodeDataset(plan, preprocessing, test),
    task: plan.task,
    preprocessing,
    columns: reportColumns(plan, preprocessing),
    dropped: table.rows - plan.rows.length,
  };
}

/** Rows of the table for training and for the test. */
function divideRows(
  { rows, task, targets }: TablePlan,
  testSplit: number,
  seed: number,
): { train: Uint32Array; test: Uint32Array } {
  const [target] = targets;
  const classes = classNamesOf(task).length > 0;
  const parts = divide(rows.length, {
    testSplit,
    seed,
    ...(target && classes ? { strata: readTargets(task, target, rows) } : {}),
  });
  const rowsOf = (part: Uint32Array): Uint32Array => part.map((index) => rows[index] ?? 0);
  return { train: rowsOf(parts.train), test: rowsOf(parts.test) };
}

function encodeDataset(
  { table, targets, task }: TablePlan,
  preprocessing: TablePreprocessing,
  rows: Uint32Array,
): Dataset {
  const values = targets.map((column) => readTargets(task, column, rows));
  return tableDataset(preprocessing, encodeRows(preprocessing, table, rows), values);
}
