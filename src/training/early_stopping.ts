/**
 * The end of training when it no longer gets better: a small state machine over the logs of the epochs.
 *
 * @module
 */

import { BOUNDS, requireBounds } from "../bounds.ts";
import { type Direction, directionOf } from "../model/direction.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";

/** Constants of {@linkcode stopEarly}. */
export interface EarlyStoppingConfig {
  /** Name of the value that is watched. @default "val_loss" */
  readonly monitor?: string;
  /** Whether smaller or larger is better. @default what {@linkcode directionOf} says of the value's name */
  readonly mode?: Direction;
  /** Epochs without a better value after which training ends, 0 or more. @default 0 */
  readonly patience?: number;
  /** By how much a value must be better to count as better, 0 or more. @default 0 */
  readonly minDelta?: number;
  /** A value that must be beaten before an epoch counts as better. @default none */
  readonly baseline?: number;
  /** Epochs at the start that are not looked at, 0 or more. @default 0 */
  readonly startFromEpoch?: number;
  /** Give the model the weights of its best epoch at the end. @default false */
  readonly restoreBestWeights?: boolean;
}

const NAMES: OptionNames<EarlyStoppingConfig> = {
  monitor: true,
  mode: true,
  patience: true,
  minDelta: true,
  baseline: true,
  startFromEpoch: true,
  restoreBestWeights: true,
};

/** What {@linkcode stopEarly} remembers from one epoch to the next. */
export interface EarlyStoppingState {
  /** The best value so far; none before an epoch that is looked at gave a number. */
  readonly best: number | null;
  /** The epoch that reached it; while no value was a number, the first one that was looked at. */
  readonly bestEpoch: number | null;
  /** Epochs since then. */
  readonly wait: number;
  /** Whether training ends. */
  readonly stopped: boolean;
}

/** The state before the first epoch. It is plain data, so a checkpoint can hold it. */
export const BEFORE_FIRST_EPOCH: EarlyStoppingState = {
  best: null,
  bestEpoch: null,
  wait: 0,
  stopped: false,
};

/**
 * Moves on by one epoch, as Keras's EarlyStopping does: training ends after `patience` epochs without a value that is
 * better than the best by more than `minDelta`, though never after its very first epoch.
 *
 * @param config The constants.
 * @param state The state before the epoch.
 * @param epoch The epoch, from 0.
 * @param logs Means of the epoch by name.
 * @returns The state after it.
 * @throws {RangeError} If a constant is out of range.
 * @throws {TypeError} If the logs lack the value that is watched.
 *
 * @example
 * ```ts
 * import { BEFORE_FIRST_EPOCH, stopEarly } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const config = { monitor: "loss", patience: 2 };
 * let state = BEFORE_FIRST_EPOCH;
 * [3, 1, 2, 2].forEach((loss, epoch) => state = stopEarly(config, state, epoch, { loss }));
 * assertEquals(state, { best: 1, bestEpoch: 1, wait: 2, stopped: true });
 * ```
 */
export function stopEarly(
  config: EarlyStoppingConfig,
  state: EarlyStoppingState,
  epoch: number,
  logs: Readonly<Record<string, number>>,
): EarlyStoppingState {
  const { monitor = "val_loss", patience = 0, minDelta = 0, baseline, startFromEpoch = 0 } = config;
  const action = "Cannot stop early with";
  refuseUnknown(action, config, NAMES);
  requireBounds(
    action,
    { patience, minDelta, startFromEpoch, ...(baseline === undefined ? {} : { baseline }) },
    BOUNDS.earlyStopping,
  );
  const current = requireLog(logs, monitor);
  if (epoch < startFromEpoch) return state;
  const { mode = directionOf(monitor) } = config;
  const wait = state.wait + 1;
  const { bestEpoch } = state;
  // The first epoch has the weights to go back to, even where its value is no number.
  if (bestEpoch === null || isBetter(mode, current, state.best, minDelta)) {
    const counts = baseline === undefined || isBetter(mode, current, baseline, minDelta);
    const best = Number.isNaN(current) ? null : current;
    return { best, bestEpoch: epoch, wait: counts ? 0 : wait, stopped: false };
  }
  return { ...state, wait, stopped: wait >= patience && epoch > 0 };
}

/**
 * Whether a value is better than another by more than a distance.
 *
 * @param mode Whether smaller or larger is better.
 * @param value The value.
 * @param than The other one; anything is better than none.
 * @param minDelta The distance. @default 0
 * @returns Whether it is.
 */
export function isBetter(
  mode: Direction,
  value: number,
  than: number | null,
  minDelta = 0,
): boolean {
  if (than === null) return !Number.isNaN(value);
  return mode === "min" ? value + minDelta < than : value - minDelta > than;
}

/**
 * Finds a value among logs.
 *
 * @param logs Values by name.
 * @param name The name.
 * @returns The value.
 * @throws {TypeError} If there is none.
 */
export function requireLog(logs: Readonly<Record<string, number>>, name: string): number {
  const value = logs[name];
  if (value !== undefined) return value;
  throw new TypeError(`Cannot watch "${name}": expected one of ${Object.keys(logs).join(", ")}`);
}
