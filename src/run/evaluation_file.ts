/**
 * The file of a run that holds what its last model says of test samples, beside what is true: for its report.
 *
 * @module
 */
import { join } from "node:path";
import { writeAtomically } from "../files/atomic_write.ts";
import { parseJson } from "../files/parse_json.ts";
import { readText } from "../files/read_text.ts";
import { isRecord } from "../is_record.ts";
import type { Residuals } from "../training/residuals.ts";

const FILE = "evaluation.json";

/**
 * Writes what a run's model says of test samples.
 *
 * @param run The run's folder, which exists.
 * @param outputs Targets and predictions of each output.
 */
export async function saveEvaluation(run: string, outputs: readonly Residuals[]): Promise<void> {
  await writeAtomically(run, FILE, `${JSON.stringify({ outputs })}\n`);
}

/**
 * Reads what a run's model says of test samples.
 *
 * @param run The run's folder.
 * @returns Targets and predictions of each output; undefined where the run has none, as one of classes.
 * @throws {SyntaxError} If the file is broken.
 */
export async function readEvaluation(run: string): Promise<Residuals[] | undefined> {
  const file = join(run, FILE);
  try {
    return parseEvaluation(await readText(file), file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function parseEvaluation(text: string, file: string): Residuals[] {
  const json = parseJson(text);
  const outputs = isRecord(json) ? json["outputs"] : undefined;
  if (Array.isArray(outputs) && outputs.every(isResiduals)) return outputs;
  throw new SyntaxError(
    `Cannot read evaluation "${file}": expected as many targets as predictions of each output`,
  );
}

function isResiduals(given: unknown): given is Residuals {
  if (!isRecord(given)) return false;
  const { name, targets, predictions } = given;
  return typeof name === "string" && isNumbers(targets) && isNumbers(predictions) &&
    targets.length === predictions.length;
}

function isNumbers(given: unknown): given is number[] {
  return Array.isArray(given) && given.every(Number.isFinite);
}
