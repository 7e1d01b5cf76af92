/**
 * Removal of what may not be there.
 *
 * @module
 */

/**
 * Removes a file or a folder with all that is in it.
 *
 * @param path Its path; there may be nothing.
 */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
