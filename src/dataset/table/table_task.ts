/**
 * What a model is to learn of the targets of a table.
 *
 * @module
 */
import { compareNames } from "../compare_names.ts";
import { isDecimalComma, numberOf } from "../csv/number_cell.ts";
import { isYes } from "../csv/yes_no.ts";
import type { Task } from "../task.ts";
import type { TaskName } from "../task_name.ts";
import { cannotLearn, type ReadableColumn } from "./choose_columns.ts";
import type { NamesColumn, NumberColumn, Table } from "./table.ts";

/** So few different whole numbers may be classes. */
const FEW = 20;

/** More different numbers than this are no classes. */
const MOST_CLASSES = 1000;

/**
 * Finds what is to be learnt.
 *
 * @param table The table.
 * @param targets Its targets, one or more.
 * @param rows The rows that are used, in which no target is missing.
 * @param name Which task it is. @default what the targets look like
 * @returns The task.
 * @throws {RangeError} If the targets do not fit the task, say nothing, or may be classes as well as numbers.
 */
export function taskOfTargets(
  table: Table,
  targets: readonly ReadableColumn[],
  rows: Uint32Array,
  name: TaskName = likelyTask(table, targets, rows),
): Task {
  const names = targets.map(({ name }) => name);
  switch (name) {
    case "classification":
      return classesOfTarget(table, targets, rows);
    case "multi-label":
      for (const column of targets) requireLabel(table, column, rows);
      return { kind: "multi-label", labels: names };
    case "regression":
      for (const column of targets) requireAmounts(table, column, rows);
      return { kind: "regression", outputs: names };
  }
}

/** What targets look like. */
function likelyTask(
  table: Table,
  targets: readonly ReadableColumn[],
  rows: Uint32Array,
): TaskName {
  const [target] = targets;
  if (targets.length > 1) {
    return targets.every((column) => isLabel(column, rows)) ? "multi-label" : "regression";
  }
  if (target?.kind !== "number") {
    if (target) refuseAmounts(table, target);
    return "classification";
  }
  const counts = countsOf(target.values, rows, FEW);
  const few = counts.size <= FEW &&
    [...counts].every(([value, count]) => Number.isInteger(value) && count > 1);
  if (!few || counts.size < 2) return "regression";
  throw cannotLearn(
    table,
    `target "${target.name}" has only ${counts.size} different whole numbers: say --task classification or --task regression`,
  );
}

/** Refuses amounts that would be taken for names, for how some are written. */
function refuseAmounts(table: Table, { name, names }: NamesColumn): void {
  const others = names.filter((each) => numberOf(each) === undefined);
  const [first] = others;
  if (first === undefined) return;
  const commas = others.every(isDecimalComma);
  if (!commas && (names.length <= FEW || others.length > names.length / 2)) return;
  const remedy = commas ? "write numbers with a decimal point" : "mend or empty it";
  throw cannotLearn(
    table,
    `target "${name}" has ${
      commas ? "decimal commas, as in" : "numbers, but also"
    } "${first}": ${remedy}, or say --task classification`,
  );
}

function classesOfTarget(
  table: Table,
  targets: readonly ReadableColumn[],
  rows: Uint32Array,
): Task {
  const [target] = targets;
  if (!target || targets.length > 1) {
    throw cannotLearn(table, `expected a single target for classification, got ${targets.length}`);
  }
  const names = target.kind === "number"
    ? numberClasses(table, target, rows)
    : target.kind === "boolean"
    ? booleanClasses(target, rows)
    : namesIn(target, rows).toSorted(compareNames);
  const [first, second, ...others] = names;
  if (first === undefined || second === undefined) {
    const only = first === undefined ? "none" : `"${first}" alone`;
    throw cannotLearn(
      table,
      `expected two or more classes in target "${target.name}", got ${only}`,
    );
  }
  return others.length === 0
    ? { kind: "binary", classNames: [first, second] }
    : { kind: "classification", classNames: names };
}

function numberClasses(table: Table, { name, values }: NumberColumn, rows: Uint32Array): string[] {
  const counts = countsOf(values, rows, MOST_CLASSES);
  if (counts.size > MOST_CLASSES) {
    throw cannotLearn(
      table,
      `expected at most ${MOST_CLASSES} different numbers as classes in target "${name}", got more: say --task regression`,
    );
  }
  return [...counts.keys()].toSorted((a, b) => a - b).map(String);
}

/** No and yes, as they were spelled first. */
function booleanClasses({ names, codes }: NamesColumn, rows: Uint32Array): string[] {
  const used = namesIn({ names, codes }, rows);
  return [false, true].flatMap((value) => used.find((name) => isYes(name) === value) ?? []);
}

/** The names that occur in some rows, in the order of the column's names. */
function namesIn(
  { names, codes }: Pick<NamesColumn, "names" | "codes">,
  rows: Uint32Array,
): string[] {
  const used = new Set<number | undefined>();
  for (const row of rows) used.add(codes[row]);
  return names.filter((_, code) => used.has(code));
}

/** How often each number occurs; counting ends once there are more different ones than asked for. */
function countsOf(values: Float64Array, rows: Uint32Array, most: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const value = values[row] ?? NaN;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > most) break;
  }
  return counts;
}

function isLabel(column: ReadableColumn, rows: Uint32Array): boolean {
  if (column.kind !== "number") return column.kind === "boolean";
  return rows.every((row) => column.values[row] === 0 || column.values[row] === 1);
}

function requireLabel(table: Table, column: ReadableColumn, rows: Uint32Array): void {
  if (isLabel(column, rows)) return;
  throw cannotLearn(
    table,
    `expected yes and no, or 1 and 0, in label "${column.name}", got other ${
      column.kind === "number" ? "numbers" : "names"
    }`,
  );
}

function requireAmounts(table: Table, column: ReadableColumn, rows: Uint32Array): void {
  if (column.kind !== "number") {
    throw cannotLearn(
      table,
      `expected numbers in target "${column.name}" for regression, got names such as "${
        column.names[0] ?? ""
      }"`,
    );
  }
  if (countsOf(column.values, rows, 1).size > 1) return;
  throw cannotLearn(
    table,
    `expected different numbers in target "${column.name}", got ${
      column.values[rows[0] ?? 0]
    } alone`,
  );
}
