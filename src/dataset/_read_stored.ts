/**
 * Reads a file of a data set, under any of the names and forms in which it is found.
 *
 * @module
 */
import { unpacked } from "./gunzip.ts";

/** A file that was read. */
export interface ReadFile {
  /** Where it is. */
  readonly path: string;
  /** What is in it, unpacked. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a file of a data set.
 *
 * @param dataset Name of the data set, for messages.
 * @param folder The folder of its files.
 * @param name The file's name.
 * @param names The names of all its files, for messages.
 * @returns The file.
 * @throws {Deno.errors.NotFound} If there is none of that name, raw or as `.gz`.
 * @throws {SyntaxError} If it is a broken `.gz`.
 */
export async function readStored(
  dataset: string,
  folder: string,
  name: string,
  names: readonly string[],
): Promise<ReadFile> {
  const path = `${folder}/${name}`;
  for (const candidate of spellingsOf(path)) {
    const bytes = await readIfExists(candidate);
    if (bytes) return { path: candidate, bytes: await unpacked(bytes, candidate) };
  }
  const each = names.length === 1 ? "" : "each ";
  throw new Deno.errors.NotFound(
    `Cannot load data set "${dataset}": expected ${
      names.map((name) => `"${name}"`).join(", ")
    } in "${folder}", ${each}raw or as .gz, got no "${path}"`,
  );
}

/** The names under which a file is found: some mirrors and programs have a dot where MNIST's authors have a dash. */
function spellingsOf(path: string): string[] {
  const dotted = path.replace(/-(idx\d-ubyte)$/, ".$1");
  return [...new Set([path, `${path}.gz`, dotted, `${dotted}.gz`])];
}

async function readIfExists(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
