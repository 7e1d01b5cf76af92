/**
 * What may be said of a CSV file, where it is not to be found out.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";
import { type OptionNames, refuseUnknown } from "../../options.ts";

/** What may be said of a CSV file. */
export interface CsvOptions {
  /** How messages name it. @default its path */
  readonly name?: string | undefined;
  /** The character that separates cells. @default a comma, a semicolon, a tab or `|`, found from the first lines */
  readonly delimiter?: string | undefined;
  /**
   * Whether the first row has the columns' names. Where it does not, they are called `column 1`, `column 2` and so on.
   *
   * @default "auto": it does if it has all of `columns`, or if none of its cells is a number and rows below differ from it
   */
  readonly header?: boolean | "auto" | undefined;
  /** Names of the columns to read; others are passed over. @default all */
  readonly columns?: readonly string[] | undefined;
}

const NAMES: OptionNames<CsvOptions> = { name: true, delimiter: true, header: true, columns: true };

/** Characters that stand for something else in a table. */
const TAKEN = /^["\r\n\w.+ -]$/;

/**
 * Refuses options that make no sense.
 *
 * @param options The options.
 * @throws {TypeError} If there is an option of another name.
 * @throws {RangeError} If cells cannot be separated by the delimiter.
 */
export function checkOptions(options: CsvOptions): void {
  refuseUnknown("Cannot read CSV with", options, NAMES);
  const { delimiter } = options;
  if (delimiter === undefined) return;
  if (delimiter.length === 1 && delimiter <= "\x7f" && !TAKEN.test(delimiter)) return;
  throw new RangeError(
    `Cannot read CSV with delimiter ${JSON.stringify(delimiter)}: expected one character such as ` +
      `",", ";", "|" or a tab`,
  );
}

/**
 * Finds columns by their names.
 *
 * @param names The columns of a table.
 * @param wanted The names; all columns if there are none.
 * @param name What the table is read from, for messages.
 * @returns The numbers of the columns, from 0, in the order of `wanted`.
 * @throws {RangeError} If the table has no such column; the message has the nearest name.
 */
export function columnNumbers(
  names: readonly string[],
  wanted: readonly string[] | undefined,
  name: string,
): number[] {
  if (wanted === undefined) return [...names.keys()];
  const numbers = new Map(names.map((each, i) => [each, i]));
  return wanted.map((each) => {
    const number = numbers.get(each.trim());
    if (number !== undefined) return number;
    throw new RangeError(
      `Cannot read "${name}": there is no column "${each}"; did you mean "${
        closest(each, names)
      }"?`,
    );
  });
}
