/**
 * Comparison of values by their contents.
 *
 * Node's `isDeepStrictEqual` is not used because it tells 0 from -0 and `{}` from an object without
 * a prototype.
 *
 * @module
 */

type Compare = (a: unknown, b: unknown) => boolean;

const TypedArray: abstract new () => ArrayLike<unknown> = Object.getPrototypeOf(Uint8Array);

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The prototype; plain objects and objects without a prototype are alike. */
function family(value: object): unknown {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function isBuffer(value: object): value is ArrayBuffer | SharedArrayBuffer {
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;
}

function isTextual(value: object): boolean {
  return value instanceof RegExp || value instanceof URL || value instanceof URLSearchParams;
}

function sameNumbers(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !Object.is(a[i], b[i])) return false;
  }
  return true;
}

/** Whether each member of one list has its own equal in the other. */
function sameMembers(a: unknown[], b: unknown[], compare: Compare): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((member) => {
    const at = left.findIndex((other) => compare(member, other));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

/** Own keys, and for instances of classes also the getters and methods they inherit. */
function keysOf(value: object): Set<string | symbol> {
  const prototype = family(value);
  if (prototype === Object.prototype || prototype === Array.prototype) {
    return new Set(Reflect.ownKeys({ ...value }));
  }
  const keys = new Set<string | symbol>();
  let object: object | null = value;
  while (object !== null && object !== Object.prototype) {
    for (const key of Reflect.ownKeys(object)) keys.add(key);
    object = Object.getPrototypeOf(object);
  }
  return keys;
}

function sameProperties(a: object, b: object, compare: Compare): boolean {
  for (const key of keysOf(a).union(keysOf(b))) {
    if (!(key in a) || !(key in b)) return false;
    if (!compare(Reflect.get(a, key), Reflect.get(b, key))) return false;
  }
  return true;
}

function sameContents(a: object, b: object, compare: Compare): boolean {
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (family(a) !== family(b)) return false;
  if (a instanceof TypedArray && b instanceof TypedArray) return sameNumbers(a, b);
  if (isBuffer(a) && isBuffer(b)) return sameNumbers(new Uint8Array(a), new Uint8Array(b));
  if (isTextual(a)) return String(a) === String(b);
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  if (a instanceof Map && b instanceof Map) return sameMembers([...a], [...b], compare);
  if (a instanceof Set && b instanceof Set) return sameMembers([...a], [...b], compare);
  return sameProperties(a, b, compare);
}

/**
 * Tells whether two values have the same contents.
 *
 * Numbers are equal to themselves (NaN too) and 0 to -0; objects need the same prototype and equal
 * properties; typed arrays, dates, maps, sets, regular expressions and URLs are compared by what
 * they hold; functions are equal only to themselves.
 *
 * @param a A value.
 * @param b Another value.
 * @returns Whether they are equal.
 *
 * @example Usage
 * ```ts
 * import { assert, equal } from "@std/assert";
 *
 * assert(equal({ sizes: new Set([1, 2]) }, { sizes: new Set([2, 1]) }));
 * assert(!equal([1, 2], [1, "2"]));
 * ```
 */
export function equal(a: unknown, b: unknown): boolean {
  const compared = new Map<object, object>(); // ends the walk through objects that hold themselves
  const compare: Compare = (a, b) => {
    if (a === b || Object.is(a, b)) return true;
    if (!isObject(a) || !isObject(b)) return false;
    if (compared.get(a) === b) return true;
    compared.set(a, b);
    return sameContents(a, b, compare);
  };
  return compare(a, b);
}
