/**
 * The bounds of the optimizers' constants.
 *
 * @module
 */
import type { OptimizerConfig } from "./optimizer.ts";

interface Bound {
  readonly accepts: (value: number) => boolean;
  readonly words: string;
}

const NOT_NEGATIVE: Bound = {
  accepts: (value) => value >= 0 && value < Infinity,
  words: "a number, 0 or more",
};
const POSITIVE: Bound = {
  accepts: (value) => value > 0 && value < Infinity,
  words: "a number above 0",
};
const SHARE: Bound = {
  accepts: (value) => value >= 0 && value < 1,
  words: "a number from 0 to below 1",
};

const BOUNDS: Readonly<Record<string, Bound>> = {
  learningRate: NOT_NEGATIVE,
  momentum: SHARE,
  decay: NOT_NEGATIVE,
  rho: SHARE,
  beta1: SHARE,
  beta2: SHARE,
  epsilon: POSITIVE,
  initialAccumulator: NOT_NEGATIVE,
  weightDecay: NOT_NEGATIVE,
};

/**
 * Checks the constants of a rule.
 *
 * @param config Name and constants.
 * @throws {RangeError} If one is out of range.
 */
export function requireConstants(config: OptimizerConfig): void {
  for (const [key, value] of Object.entries(config)) {
    const bound = key === "decay" && config.name === "rmsprop" ? SHARE : BOUNDS[key];
    if (bound && !(typeof value === "number" && bound.accepts(value))) {
      throw new RangeError(
        `Cannot use optimizer "${config.name}" with ${key} ${value}: expected ${bound.words}`,
      );
    }
  }
}
