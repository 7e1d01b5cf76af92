/**
 * Seeds made of several words.
 *
 * @module
 */

/**
 * Folds words into one of 32 bits; the steps are the finaliser of MurmurHash3 (Appleby, public domain).
 *
 * @param words The words.
 * @returns What can seed a generator.
 */
export function mix(...words: number[]): number {
  let hash = 0x9e3779b9;
  for (const word of words) {
    hash = Math.imul(hash ^ (word | 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash | 0;
}
