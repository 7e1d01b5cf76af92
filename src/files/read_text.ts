/**
 * Text files.
 *
 * @module
 */

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads a text file.
 *
 * @param path Its path.
 * @returns Its text, without the byte order mark that programs of Windows begin it with.
 */
export async function readText(path: string): Promise<string> {
  const text = await Deno.readTextFile(path);
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}
