/**
 * How long training takes to an accuracy on the test set.
 *
 * @module
 */
import type { Dataset } from "../src/dataset/dataset.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { fit } from "../src/training/fit.ts";
import type { FitOptions } from "../src/training/fit_options.ts";

/** When an accuracy was reached. */
export interface Reached {
  /** Since training began, the evaluations and, for tandem, the start of its workers among them. */
  readonly seconds: number;
  /** Number of epochs. */
  readonly epochs: number;
}

/**
 * Trains until an evaluation after an epoch shows an accuracy.
 *
 * @param model The model, compiled with metric `accuracy`. It is trained.
 * @param train What it learns from.
 * @param test What it is evaluated on.
 * @param accuracy The accuracy.
 * @param options How it is trained.
 * @returns When it was reached; nothing if training ended before.
 */
export async function timeTo(
  model: LayersModel,
  train: Dataset,
  test: Dataset,
  accuracy: number,
  options: FitOptions,
): Promise<Reached | undefined> {
  const controller = new AbortController();
  let reached: Reached | undefined;
  const began = performance.now();
  try {
    await fit(model, train, {
      ...options,
      validationData: test,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type !== "epoch" || !((event.logs["val_accuracy"] ?? 0) >= accuracy)) return;
        reached ??= { seconds: (performance.now() - began) / 1000, epochs: event.epoch + 1 };
        controller.abort();
      },
    });
  } catch (error) {
    if (error !== controller.signal.reason) throw error;
  }
  return reached;
}

/** A program that trains on demand, one round after another. */
export interface Rounds {
  /** Trains, and returns the seconds. */
  train(steps: number): Promise<number>;
  /** Evaluates the test set. */
  evaluate(): Promise<{ readonly seconds: number; readonly accuracy: number }>;
}

/**
 * Has a program train by the epoch until an evaluation shows an accuracy.
 *
 * @param rounds The program.
 * @param steps Steps of an epoch.
 * @param epochs Largest number of epochs.
 * @param accuracy The accuracy.
 * @returns When it was reached; nothing if it was not.
 */
export async function timeOfRounds(
  rounds: Rounds,
  steps: number,
  epochs: number,
  accuracy: number,
): Promise<Reached | undefined> {
  let seconds = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    seconds += await rounds.train(steps);
    const evaluation = await rounds.evaluate();
    seconds += evaluation.seconds;
    if (evaluation.accuracy >= accuracy) return { seconds, epochs: epoch };
  }
  return undefined;
}
