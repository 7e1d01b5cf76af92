/**
 * Bounds of options.
 *
 * @module
 */

/**
 * Checks an option that is a whole number.
 *
 * @param name Name of the option.
 * @param value Its value.
 * @param least The smallest that is right.
 * @param most The largest that is right. @default Infinity
 * @throws {RangeError} If it is out of range.
 */
export function requireWhole(name: string, value: number, least: number, most = Infinity): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `${least} or more` : `from ${least} to ${most}`;
  throw new RangeError(`Cannot train with ${name} ${value}: expected a whole number, ${range}`);
}

/**
 * Checks an option that is a number above 0.
 *
 * @param name Name of the option.
 * @param value Its value.
 * @throws {RangeError} If it is not.
 */
export function requirePositive(name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(`Cannot train with ${name} ${value}: expected a number above 0`);
}
