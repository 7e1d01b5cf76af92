/**
 * Classes by the cells that stand for them.
 *
 * @module
 */
import { numberOf } from "../csv/number_cell.ts";
import { isYes } from "../csv/yes_no.ts";

/**
 * Prepares to tell the class that a cell stands for.
 *
 * @param classNames Names of the classes, in the order of their numbers.
 * @returns Gives the number of the class of that name; or, of classes that are numbers or yes and no, of the same value
 * spelled otherwise; undefined where there is none.
 */
export function classNumbers(classNames: readonly string[]): (cell: string) => number | undefined {
  const byName = new Map(classNames.map((name, number) => [name, number]));
  const byValue = new Map<number | boolean, number>();
  classNames.forEach((name, number) => {
    const value = numberOf(name) ?? isYes(name);
    if (value !== undefined && !byValue.has(value)) byValue.set(value, number);
  });
  return (cell) => {
    const number = byName.get(cell);
    if (number !== undefined || byValue.size === 0) return number;
    const value = numberOf(cell) ?? isYes(cell);
    return value === undefined ? undefined : byValue.get(value);
  };
}
