/**
 * The rules by name, with their constants.
 *
 * @module
 */
import type { AdadeltaConfig } from "./adadelta.ts";
import type { AdagradConfig } from "./adagrad.ts";
import type { AdamConfig, AdamwConfig } from "./adam.ts";
import type { AdamaxConfig } from "./adamax.ts";
import type { MomentumConfig, NesterovConfig } from "./momentum.ts";
import type { RmspropConfig } from "./rmsprop.ts";
import type { SgdConfig } from "./sgd.ts";

/** A rule by name, with all of its constants: what is sent to the workers. */
export type OptimizerConfig =
  | SgdConfig
  | MomentumConfig
  | NesterovConfig
  | AdagradConfig
  | AdadeltaConfig
  | RmspropConfig
  | AdamConfig
  | AdamwConfig
  | AdamaxConfig;

/** A rule by name, with some of its constants or none: the others are those of {@linkcode DEFAULT_OPTIMIZERS}. */
export type OptimizerInit = {
  readonly [Name in OptimizerName]:
    & { readonly name: Name }
    & {
      readonly [Key in keyof Omit<Extract<OptimizerConfig, { readonly name: Name }>, "name">]?:
        | Extract<OptimizerConfig, { readonly name: Name }>[Key]
        | undefined;
    };
}[OptimizerName];

/** Name of a rule. */
export type OptimizerName = OptimizerConfig["name"];
