/**
 * The file that a command writes.
 *
 * @module
 */
import { dirname } from "node:path";
import { exists } from "@std/fs/exists";
import { UsageError } from "./_command.ts";

/**
 * Refuses a path that no file can be written to.
 *
 * @param out The path.
 * @throws {UsageError} If it is that of a folder, or in none.
 */
export async function requireOutput(out: string): Promise<void> {
  if (!await exists(dirname(out), { isDirectory: true })) {
    throw new UsageError(`Cannot write "${out}": there is no folder "${dirname(out)}"`);
  }
  if (await exists(out, { isDirectory: true })) {
    throw new UsageError(`Cannot write "${out}": expected the path of a file, got a folder`);
  }
}
