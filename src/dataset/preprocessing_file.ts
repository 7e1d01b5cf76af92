/**
 * The file beside a saved model that says what its inputs went through.
 *
 * @module
 */
import { join } from "node:path";
import { writeAtomically } from "../files/atomic_write.ts";
import { readText } from "../files/read_text.ts";
import { isRecord } from "../is_record.ts";
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
  const { kind, shape, scale, classNames, drawable } = json;
  if (kind !== "images") throw broken(`"kind" to be "images", got ${JSON.stringify(kind)}`);
  if (!isListOf(shape, isSide) || shape.length !== 2) throw broken('"shape" to be two sizes');
  if (!isFactor(scale)) throw broken('"scale" to be a number other than 0');
  if (!isListOf(classNames, isString)) throw broken('"classNames" to be a list of names');
  if (typeof drawable !== "boolean") throw broken('"drawable" to be true or false');
  return { kind, shape, scale, classNames, drawable };
}

/** What a text says; nothing where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isListOf<Item>(given: unknown, isItem: (item: unknown) => item is Item): given is Item[] {
  return Array.isArray(given) && given.every(isItem);
}

function isSide(given: unknown): given is number {
  return Number.isInteger(given) && Number(given) > 0;
}

function isFactor(given: unknown): given is number {
  return Number.isFinite(given) && given !== 0;
}

function isString(given: unknown): given is string {
  return typeof given === "string";
}
