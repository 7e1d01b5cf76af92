/**
 * Checks bytes against a known size and SHA-256.
 *
 * @module
 */

/** What a file must be. */
export interface Digest {
  /** Size in bytes, if known. */
  readonly bytes: number | undefined;
  /** SHA-256, in lower-case hexadecimal, if known. */
  readonly sha256: string | undefined;
}

/**
 * Checks bytes against a size and a SHA-256.
 *
 * @param data The bytes to check.
 * @param expected What they must be.
 * @throws {Error} If the size or the hash differs; the message names both values.
 */
export async function checkDigest(
  data: Uint8Array<ArrayBuffer>,
  expected: Digest,
): Promise<void> {
  if (expected.bytes !== undefined && data.length !== expected.bytes) {
    throw new Error(`expected ${expected.bytes} bytes, got ${data.length}`);
  }
  if (expected.sha256 === undefined) return;
  const actual = await sha256(data);
  if (actual !== expected.sha256) {
    throw new Error(`expected SHA-256 ${expected.sha256}, got ${actual}`);
  }
}

/**
 * Computes a SHA-256.
 *
 * @param data The bytes to hash.
 * @returns The hash in lower-case hexadecimal.
 */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
