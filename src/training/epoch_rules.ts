/**
 * What follows from an epoch's logs: the next rate, the end of training, and which weights are kept.
 *
 * @module
 */
import type { Logs } from "../events.ts";
import { initialPlateau, reduceOnPlateau } from "../optimizer/plateau.ts";
import { BEFORE_FIRST_EPOCH, isBetter, modeOf, requireLog, stopEarly } from "./early_stopping.ts";
import type { StreamFitOptions } from "./fit_options.ts";

/** The rules that look at every epoch. */
export class EpochRules {
  readonly #options: StreamFitOptions;
  readonly #snapshot: () => () => void;
  #plateau = initialPlateau(1);
  #stopping = BEFORE_FIRST_EPOCH;
  #best: number | null = null;
  #restore: () => void = () => {};

  /**
   * Prepares the rules, and checks their constants.
   *
   * @param options Which rules there are.
   * @param names Names of the values that every epoch will have.
   * @param snapshot Remembers the weights of the model, and gives a function that restores them.
   * @throws {RangeError} If a constant is out of range.
   * @throws {TypeError} If a rule watches a value that there is not.
   */
  constructor(options: StreamFitOptions, names: readonly string[], snapshot: () => () => void) {
    this.#options = options;
    this.#snapshot = snapshot;
    const { earlyStopping, reduceOnPlateau: plateau, keepBest } = options;
    const logs = Object.fromEntries(names.map((name) => [name, 0]));
    if (plateau) reduceOnPlateau(plateau, this.#plateau, logs);
    if (earlyStopping) stopEarly(earlyStopping, BEFORE_FIRST_EPOCH, 0, logs);
    if (keepBest) requireLog(logs, keepBest.monitor ?? "val_loss");
  }

  /** What the rate of the schedule is multiplied by. */
  get rateShare(): number {
    return this.#plateau.learningRate;
  }

  /** Whether training ends. */
  get stopped(): boolean {
    return this.#stopping.stopped;
  }

  /**
   * Looks at an epoch.
   *
   * @param epoch The epoch, from 0; the model holds its weights.
   * @param logs Its values by name.
   */
  async look(epoch: number, logs: Logs): Promise<void> {
    const { earlyStopping, reduceOnPlateau: plateau, keepBest } = this.#options;
    if (plateau) this.#plateau = reduceOnPlateau(plateau, this.#plateau, logs);
    if (earlyStopping) {
      this.#stopping = stopEarly(earlyStopping, this.#stopping, epoch, logs);
      const isBest = this.#stopping.bestEpoch === epoch;
      if (earlyStopping.restoreBestWeights && isBest) this.#restore = this.#snapshot();
    }
    if (keepBest) {
      const { monitor = "val_loss" } = keepBest;
      const value = requireLog(logs, monitor);
      if (isBetter(modeOf(keepBest), value, this.#best)) {
        this.#best = value;
        await keepBest.save(epoch, logs);
      }
    }
  }

  /** Gives the model its best weights, where that was asked for. */
  finish(): void {
    this.#restore();
  }
}
