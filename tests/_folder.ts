/**
 * Tests that write into a folder of their own.
 *
 * @module
 */
import { type Need, needs } from "./_permissions.ts";

/**
 * Registers a test that is given a temporary folder, which is removed afterwards.
 *
 * @param name The test's name.
 * @param fn The test.
 * @param more What it needs to be allowed besides reading and writing.
 */
export function testInFolder(
  name: string,
  fn: (folder: string) => Promise<void>,
  ...more: Need[]
): void {
  Deno.test({
    name,
    ignore: !needs("read", "write", ...more),
    fn: async () => {
      const folder = await Deno.makeTempDir();
      try {
        await fn(folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

/** The names in a folder, in order. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).toSorted();
}
