/**
 * Augmentation: in every epoch a model sees each training image distorted in another way, so that it learns what does not
 * depend on that.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../bounds.ts";
import { type OptionNames, refuseUnknown, withoutUndefined } from "../options.ts";
import type { SampleSet } from "./sample_set.ts";

/** How far images are distorted at most; what is drawn lies anywhere in between, in both directions. */
export interface AugmentConfig {
  /** Pixels that an image is moved by along each axis. @default 2 */
  readonly shift?: number;
  /** Degrees that it is turned by about its middle. @default 10 */
  readonly rotate?: number;
  /** Share by which it is made larger or smaller, below 1. @default 0.1 */
  readonly scale?: number;
  /**
   * Pixels that its parts are displaced by along each axis, as on a sheet of rubber: the standard deviation of a smooth
   * random field.
   *
   * @default 1
   */
  readonly elastic?: number;
}

/** How far images are distorted. */
export type Strength = Required<AugmentConfig>;

/** How far images are distorted where nothing is said. */
export const DEFAULT_AUGMENT: Required<AugmentConfig> = {
  shift: 2,
  rotate: 10,
  scale: 0.1,
  elastic: 1,
};

const NAMES: OptionNames<AugmentConfig> = { shift: true, rotate: true, scale: true, elastic: true };

/**
 * Fills in what is left out.
 *
 * @param config What was chosen.
 * @returns Every strength.
 * @throws {TypeError} If there is no strength of a name.
 * @throws {RangeError} If one is out of range.
 */
export function completeAugment(config: AugmentConfig): Strength {
  const action = "Cannot augment with";
  refuseUnknown(action, config, NAMES);
  const strength = { ...DEFAULT_AUGMENT, ...withoutUndefined(config) };
  requireBounds(action, strength, BOUNDS.augment);
  return strength;
}

/**
 * Refuses samples that cannot be distorted.
 *
 * @param samples The samples.
 * @throws {TypeError} If an input is no image.
 */
export function requireImages({ inputs }: SampleSet): void {
  const other = inputs.find(({ shape }) => shape.length !== 2 && shape.length !== 3);
  if (!other) return;
  throw new TypeError(
    `Cannot augment inputs of shape [${other.shape}]: expected images, ` +
      "[height, width] or [height, width, channels]",
  );
}
