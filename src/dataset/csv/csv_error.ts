/**
 * What is wrong with a CSV file, in one line.
 *
 * @module
 */

/**
 * An error of a CSV file.
 *
 * @param name The file's name.
 * @param problem What is wrong with it.
 * @returns The error.
 */
export function csvError(name: string, problem: string): SyntaxError {
  return new SyntaxError(`Cannot read "${name}": ${problem}`);
}

/**
 * The error of a row that has too few or too many cells.
 *
 * @param name The file's name.
 * @param line Number of the line that the row begins in, from 1.
 * @param cells Number of its cells.
 * @param expected Number of cells that it should have.
 * @param like What else has that many, in words.
 * @returns The error.
 */
export function raggedRow(
  name: string,
  line: number,
  cells: number,
  expected: number,
  like: string,
): SyntaxError {
  const has = `${cells} ${cells === 1 ? "cell" : "cells"}`;
  return csvError(name, `line ${line} has ${has}, expected ${expected} as in ${like}`);
}
