/**
 * A lock that processes share through a folder.
 *
 * @module
 */

/**
 * Waits until no other process holds the folder's lock, then holds it until disposed. The system
 * releases the lock of a process that dies; the file `.lock` stays, because removing it would let
 * two processes lock two different files.
 *
 * @param dir An existing folder.
 * @returns The lock, for `await using`.
 * @throws {Deno.errors.NotFound} If the folder does not exist.
 */
export async function lockFolder(dir: string): Promise<AsyncDisposable> {
  const file = await Deno.open(`${dir}/.lock`, { create: true, write: true });
  try {
    await file.lock(true);
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      await file.unlock();
      file.close();
    },
  };
}
