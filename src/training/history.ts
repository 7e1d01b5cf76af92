/**
 * What `fit` returns, named as `model.fit` names it.
 *
 * @module
 */
import type { Logs } from "../events.ts";
import type { LayersModel } from "../model/topology.ts";

/** What happened over the epochs, as tfjs's History has it. */
export interface History {
  /** The epochs that ran, counted from 0. */
  readonly epoch: number[];
  /** One value an epoch, by tfjs's name of the loss or metric: `loss`, `acc`, `val_loss`. */
  readonly history: { [name: string]: number[] };
}

/** A history without epochs. */
export function emptyHistory(): History {
  return { epoch: [], history: {} };
}

/**
 * Adds an epoch.
 *
 * @param history Is changed in place.
 * @param epoch The epoch, from 0.
 * @param logs Values by tfjs's names.
 */
export function addEpoch({ epoch: epochs, history }: History, epoch: number, logs: Logs): void {
  epochs.push(epoch);
  for (const [name, value] of Object.entries(logs)) (history[name] ??= []).push(value);
}

/**
 * Makes a function that renames values as tfjs does: `acc` for accuracy, `mse` where the model was compiled with that.
 *
 * @param model The compiled model.
 * @param names Names of its loss and metrics here, one for each of `model.metricsNames`.
 * @returns The function; names that it does not know stay as they are.
 */
export function renamer(model: LayersModel, names: readonly string[]): (logs: Logs) => Logs {
  const theirs = new Map<string, string>();
  names.forEach((name, i) => {
    const their = model.metricsNames[i] ?? name;
    theirs.set(name, their);
    theirs.set(`val_${name}`, `val_${their}`);
  });
  return (logs) =>
    Object.fromEntries(
      Object.entries(logs).map(([name, value]) => [theirs.get(name) ?? name, value]),
    );
}
