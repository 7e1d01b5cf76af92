/**
 * The rate that falls when training no longer gets better: a small state machine over the logs of the epochs.
 *
 * @module
 */

import { BOUNDS, requireBounds } from "../bounds.ts";
import { type Direction, directionOf } from "../model/direction.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";

/** Constants of {@linkcode reduceOnPlateau}. */
export interface PlateauConfig {
  /** Name of the value that is watched. @default "val_loss" */
  readonly monitor?: string;
  /** Whether smaller or larger is better. @default what {@linkcode directionOf} says of the value's name */
  readonly mode?: Direction;
  /** What the rate is multiplied by, from 0 to below 1. @default 0.1 */
  readonly factor?: number;
  /** Epochs without a better value until the rate falls, 0 or more. @default 10 */
  readonly patience?: number;
  /** By how much a value must be better to count as better, 0 or more. @default 1e-4 */
  readonly minDelta?: number;
  /** Epochs after a fall during which none is counted, 0 or more. @default 0 */
  readonly cooldown?: number;
  /** The rate falls no lower, 0 or more. @default 0 */
  readonly minLr?: number;
}

const NAMES: OptionNames<PlateauConfig> = {
  monitor: true,
  mode: true,
  factor: true,
  patience: true,
  minDelta: true,
  cooldown: true,
  minLr: true,
};

/** What {@linkcode reduceOnPlateau} remembers from one epoch to the next. */
export interface PlateauState {
  /** The rate of the next epoch. */
  readonly learningRate: number;
  /** The best value so far; none before the first epoch. */
  readonly best: number | null;
  /** Epochs since it was reached. */
  readonly wait: number;
  /** Epochs left in which none is counted. */
  readonly cooldown: number;
}

/**
 * The state before the first epoch. It is plain data, so a checkpoint can hold it.
 *
 * @param learningRate The rate of the first epoch.
 * @returns The state.
 */
export function initialPlateau(learningRate: number): PlateauState {
  return { learningRate, best: null, wait: 0, cooldown: 0 };
}

/**
 * Moves on by one epoch, as Keras's ReduceLROnPlateau does: after `patience` epochs without a value that is better
 * than the best by more than `minDelta`, the rate becomes `max(factor · rate, minLr)`.
 *
 * @param config The constants.
 * @param state The state before the epoch.
 * @param logs Means of the epoch by name.
 * @returns The state after it.
 * @throws {RangeError} If a constant is out of range.
 * @throws {TypeError} If the logs lack the value that is watched.
 *
 * @example
 * ```ts
 * import { initialPlateau, reduceOnPlateau } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const config = { monitor: "loss", factor: 0.5, patience: 2 };
 * const rates: number[] = [];
 * let state = initialPlateau(0.4);
 * for (const loss of [1, 1, 1, 1, 1]) {
 *   state = reduceOnPlateau(config, state, { loss });
 *   rates.push(state.learningRate);
 * }
 * assertEquals(rates, [0.4, 0.4, 0.2, 0.2, 0.1]);
 * ```
 */
export function reduceOnPlateau(
  config: PlateauConfig,
  state: PlateauState,
  logs: Readonly<Record<string, number>>,
): PlateauState {
  const {
    monitor = "val_loss",
    mode = directionOf(monitor),
    factor = 0.1,
    patience = 10,
    minDelta = 1e-4,
    cooldown = 0,
    minLr = 0,
  } = config;
  const action = "Cannot reduce the learning rate with";
  refuseUnknown(action, config, NAMES);
  requireBounds(action, { factor, patience, minDelta, cooldown, minLr }, BOUNDS.plateau);
  const current = logs[monitor];
  if (current === undefined) {
    throw new TypeError(
      `Cannot watch "${monitor}": expected one of ${Object.keys(logs).join(", ")}`,
    );
  }

  const cooling = Math.max(0, state.cooldown - 1);
  const waited = state.cooldown > 0 ? 0 : state.wait;
  const better = mode === "min"
    ? current < (state.best ?? Infinity) - minDelta
    : current > (state.best ?? -Infinity) + minDelta;
  if (better) return { ...state, best: current, wait: 0, cooldown: cooling };
  if (cooling > 0) return { ...state, wait: waited, cooldown: cooling };
  if (waited + 1 < patience || state.learningRate <= minLr) {
    return { ...state, wait: waited + 1, cooldown: 0 };
  }
  const learningRate = Math.max(factor * state.learningRate, minLr);
  return { ...state, learningRate, wait: 0, cooldown };
}
