/**
 * Tells whether the tests may do what a test needs.
 *
 * @module
 */

/** Permissions that tests ask for. */
export type Need = "read" | "write" | "net" | "run";

/**
 * Tells whether every named permission is granted (`net`: to 127.0.0.1).
 *
 * @param names The permissions.
 * @returns Whether all of them are granted.
 */
export function needs(...names: Need[]): boolean {
  return names.every((name) => {
    const descriptor = name === "net" ? { name, host: "127.0.0.1" } : { name };
    return Deno.permissions.querySync(descriptor).state === "granted";
  });
}
