/**
 * Names of losses and metrics, in the spellings of tfjs and of Keras.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";

/**
 * Finds a name by one of its spellings: `meanSquaredError`, `mean_squared_error` and `MSE` are one.
 *
 * @param given The spelling.
 * @param names The names.
 * @param aliases Other names, in lower case and without underscores.
 * @returns The name, if there is one.
 */
export function findName<Name extends string>(
  given: string,
  names: readonly Name[],
  aliases: Readonly<Record<string, Name>>,
): Name | undefined {
  const plain = simplify(given);
  const alias = Object.hasOwn(aliases, plain) ? aliases[plain] : undefined;
  return names.find((name) => simplify(name) === plain) ?? alias;
}

/**
 * The error for a name that is none.
 *
 * @param kind What it would have named, for instance `loss`.
 * @param given The name.
 * @param names The names that are right.
 * @returns The error, with the nearest name.
 */
export function unknownName(kind: string, given: string, names: readonly string[]): RangeError {
  return new RangeError(
    `Cannot use ${kind} "${given}": expected one of ${names.join(", ")}, ` +
      `perhaps "${closest(given, names)}"`,
  );
}

function simplify(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
