/**
 * Data sets that a compiled program carries.
 *
 * @module
 */
import { exists } from "@std/fs/exists";
import { catalog, type DatasetName } from "./catalog.ts";

/**
 * Finds a data set in a compiled program.
 *
 * @param name The data set.
 * @returns The folder of its files, or undefined if the program does not carry it.
 */
export async function embeddedFolder(name: DatasetName): Promise<string | undefined> {
  if (!Deno.build.standalone || !import.meta.dirname) return undefined;
  const folder = `${import.meta.dirname}/${name}`;
  const [first] = catalog[name].files;
  return await exists(`${folder}/${first?.name}.gz`) ? folder : undefined;
}
