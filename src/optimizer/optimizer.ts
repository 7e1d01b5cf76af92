/**
 * Making a rule from its configuration.
 *
 * @module
 */
import type { Vectors } from "../engine/vectors/vectors.ts";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam, adamw, vectorAdam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { completeOptimizer } from "./complete.ts";
import type { OptimizerInit } from "./config.ts";
import { momentum } from "./momentum.ts";
import { rmsprop } from "./rmsprop.ts";
import type { Optimizer } from "./rule.ts";
import { sgd } from "./sgd.ts";

/**
 * Makes the rule that a configuration names.
 *
 * @param init Name and constants of the rule.
 * @param vectors SIMD arithmetic on the memory in which every slice lies, for the rules that have it. @default none
 * @returns The rule.
 * @throws {RangeError} If a constant is out of range.
 * @throws {TypeError} If the rule has no constant of a name that is given.
 */
export function createOptimizer(init: OptimizerInit, vectors?: Vectors): Optimizer {
  const config = completeOptimizer(init);
  switch (config.name) {
    case "sgd":
      return sgd();
    case "momentum":
    case "nesterov":
      return momentum(config);
    case "adagrad":
      return adagrad(config);
    case "adadelta":
      return adadelta(config);
    case "rmsprop":
      return rmsprop(config);
    case "adam":
      return vectors ? vectorAdam(config, vectors) : adam(config);
    case "adamw":
      return adamw(config);
    case "adamax":
      return adamax(config);
  }
}
