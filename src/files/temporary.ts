/**
 * The names of files and folders that are being written, and the removal of those whose writers were killed.
 *
 * @module
 */
import { join } from "node:path";
import { removeIfThere } from "./remove.ts";

const SUFFIX = ".part";
/** What is under way, or was when its writer was killed; the second kind are those of earlier versions. */
const TEMPORARY = /^\..*\.part$|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * Names what is being written.
 *
 * @param name The name that it gets once it is whole.
 * @returns A name that nothing else has.
 */
export function temporaryName(name: string): string {
  return `.${name}.${crypto.randomUUID()}${SUFFIX}`;
}

/**
 * Removes what writers that were killed left behind. Call it only while no one else writes.
 *
 * @param dir A folder; there may be none.
 */
export async function removeTemporaryFiles(dir: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(dir)) {
      if (TEMPORARY.test(name)) await removeIfThere(join(dir, name));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
