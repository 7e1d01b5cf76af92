/**
 * The units of standardised targets.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";

/** What a standardised target stands for: its value times `deviation`, plus `mean`. */
export interface Unit {
  /** The target that is stored as 0. */
  readonly mean: number;
  /** How far from it the one is that is stored as 1. */
  readonly deviation: number;
}

/**
 * Refuses units that standardised values cannot have.
 *
 * @param action What cannot be done with them, for instance `Cannot create data set`.
 * @param units The units, one for each value of a sample.
 * @param shape Shape of one sample.
 * @throws {TypeError} If there are not as many as a sample has values.
 * @throws {RangeError} If one is no mean and deviation.
 */
export function requireUnits(
  action: string,
  units: readonly Unit[],
  shape: readonly number[],
): void {
  const values = sizeOfShape(shape);
  if (units.length !== values) {
    throw new TypeError(
      `${action}: expected ${values} units for values of shape [${shape}], got ${units.length}`,
    );
  }
  for (const { mean, deviation } of units) {
    if (Number.isFinite(mean) && Number.isFinite(deviation) && deviation > 0) continue;
    throw new RangeError(
      `${action}: expected units of a finite mean and a finite deviation above 0, ` +
        `got mean ${mean} and deviation ${deviation}`,
    );
  }
}
