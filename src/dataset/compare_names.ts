/**
 * The order of names: those of classes are numbered by it.
 *
 * @module
 */

/** Numbers in names are in their own order: 2 before 10. */
const BY_NAME = new Intl.Collator("en", { numeric: true });

/**
 * Orders names, numbers in them by their size.
 *
 * @param a One name.
 * @param b Another one.
 * @returns Below 0 where the first one comes first, above 0 where the second one does; 0 of equal names alone.
 */
export function compareNames(a: string, b: string): number {
  return BY_NAME.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
