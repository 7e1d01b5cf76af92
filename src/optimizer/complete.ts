/**
 * The constants of the rules: those that are not given, and the bounds of those that are.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../bounds.ts";
import { refuseUnknown, withoutUndefined } from "../options.ts";
import { DEFAULT_OPTIMIZERS, OPTIMIZERS } from "./defaults.ts";
import type { OptimizerConfig, OptimizerInit } from "./config.ts";

/**
 * Completes a rule with the constants that are not given, or undefined.
 *
 * @param given Name and constants.
 * @returns The rule with all of its constants.
 * @throws {RangeError} If there is no such rule, or a constant is out of range.
 * @throws {TypeError} If the rule has no constant of a name that is given.
 */
export function completeOptimizer(given: OptimizerInit): OptimizerConfig {
  const { name } = given;
  if (!OPTIMIZERS.includes(name)) {
    throw new RangeError(
      `Cannot use optimizer "${name}": expected one of ${OPTIMIZERS.join(", ")}`,
    );
  }
  const defaults = DEFAULT_OPTIMIZERS[name];
  const action = `Cannot use optimizer "${name}" with`;
  refuseUnknown(action, given, Object.keys(defaults));
  const config = { ...defaults, ...withoutUndefined(given) } as OptimizerConfig;
  const { meanDecay, rateDecay, ...bounds } = BOUNDS.optimizer;
  requireBounds(action, config, { ...bounds, decay: name === "rmsprop" ? meanDecay : rateDecay });
  return config;
}
