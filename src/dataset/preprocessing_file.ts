/**
 * The file beside a saved model that says what its inputs went through.
 *
 * @module
 */
import { join } from "node:path";
import { writeAtomically } from "../files/atomic_write.ts";
import { parseJson } from "../files/parse_json.ts";
import { readText } from "../files/read_text.ts";
import { isRecord } from "../is_record.ts";
import { PREPROCESSING } from "./_preprocessing_schema.ts";
import type { Preprocessing } from "./preprocessing.ts";

const FILE = "preprocessing.json";

/**
 * Writes what a model's inputs went through.
 *
 * @param folder The model's folder, which exists.
 * @param preprocessing What they went through.
 */
export async function savePreprocessing(
  folder: string,
  preprocessing: Preprocessing,
): Promise<void> {
  await writeAtomically(folder, FILE, `${JSON.stringify(preprocessing, null, 2)}\n`);
}

/**
 * Reads what a model's inputs went through.
 *
 * @param folder The model's folder.
 * @returns What they went through; undefined where the folder does not say.
 * @throws {SyntaxError} If the file that says it is broken.
 */
export async function readPreprocessing(folder: string): Promise<Preprocessing | undefined> {
  const file = join(folder, FILE);
  try {
    return parsePreprocessing(await readText(file), file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function parsePreprocessing(text: string, file: string): Preprocessing {
  const broken = (expected: string): SyntaxError =>
    new SyntaxError(`Cannot read preprocessing "${file}": expected ${expected}`);
  const json = parseJson(text);
  if (!isRecord(json)) throw broken("a JSON object");
  const { kind } = json;
  if (!isKind(kind)) {
    throw broken(`"kind" to be "images", "table" or "arrays", got ${JSON.stringify(kind)}`);
  }
  const { data, error } = PREPROCESSING[kind].safeParse(json);
  if (data) return data;
  const [wrong] = error.issues;
  throw broken(`"${wrong?.path.join(".")}" to be ${wrong?.message}`);
}

function isKind(given: unknown): given is Preprocessing["kind"] {
  return typeof given === "string" && Object.hasOwn(PREPROCESSING, given);
}
