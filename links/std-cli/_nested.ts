/**
 * Values addressed by a path of keys, as in `--model.units=8`.
 *
 * @module
 */

/** An object whose values can be objects of the same kind. */
export type Nested = Record<string, unknown>;

// A command line must not reach the prototype, nor replace the list of positional arguments.
const FORBIDDEN = new Set(["__proto__", "constructor"]);
const POSITIONAL = "_";

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
}

/**
 * Tells whether a value, even an undefined one, is stored under the path.
 *
 * @param root The object to look in.
 * @param name The keys, joined by dots.
 * @returns Whether every key of the path exists.
 */
export function hasPath(root: Nested, name: string): boolean {
  let value: unknown = root;
  for (const key of name.split(".")) {
    if (value === null || value === undefined || !Object.hasOwn(Object(value), key)) return false;
    value = own(Object(value), key);
  }
  return true;
}

/**
 * Stores a value under the path, with objects made on the way; a path through `__proto__` or
 * `constructor` and a path that begins with `_` are ignored.
 *
 * @param root The object to change.
 * @param name The keys, joined by dots.
 * @param value The value to store.
 * @param append Whether to add the value to the array under the path instead of replacing it.
 * @throws {TypeError} If the path goes through a value that is not an object.
 */
export function setPath(root: Nested, name: string, value: unknown, append: boolean): void {
  const path = name.split(".");
  if (path[0] === POSITIONAL || path.some((key) => FORBIDDEN.has(key))) return;

  const last = path.pop() ?? "";
  let parent: object = root;
  for (const key of path) {
    const child = own(parent, key) ?? {};
    if (typeof child !== "object") {
      throw new TypeError(
        `Cannot set argument "${name}": expected "${key}" to be an object, got ${typeof child}`,
      );
    }
    Reflect.set(parent, key, child);
    parent = child;
  }

  const previous = own(parent, last);
  if (append && Array.isArray(previous)) previous.push(value);
  else if (append) Reflect.set(parent, last, previous ? [previous, value] : [value]);
  else Reflect.set(parent, last, value);
}
