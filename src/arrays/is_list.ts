/**
 * Lists, where one thing alone may stand in place of a list of one.
 *
 * @module
 */

/**
 * Tells a list from one thing alone.
 *
 * @param given What is given.
 * @returns Whether it is a list; the types say of what, so that lists that are only read are known, too.
 */
export function isList<One, Item>(given: One | readonly Item[]): given is readonly Item[] {
  return Array.isArray(given);
}
