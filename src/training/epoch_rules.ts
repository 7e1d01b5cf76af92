/**
 * What follows from an epoch's logs: the next rate, the end of training, and which weights are kept.
 *
 * @module
 */
import type { Logs } from "../events.ts";
import { type Direction, directionOf } from "../model/direction.ts";
import { copyWeights, type LayersModel, pasteWeights } from "../model/topology.ts";
import {
  initialPlateau,
  type PlateauConfig,
  type PlateauState,
  reduceOnPlateau,
} from "../optimizer/plateau.ts";
import {
  BEFORE_FIRST_EPOCH,
  type EarlyStoppingConfig,
  type EarlyStoppingState,
  isBetter,
  requireLog,
  stopEarly,
} from "./early_stopping.ts";

/** When a model is kept: Keras's ModelCheckpoint with `save_best_only`. */
export interface KeepBestConfig {
  /** Name of the value that is watched. @default "val_loss" */
  readonly monitor?: string;
  /** Whether smaller or larger is better. @default what {@linkcode directionOf} says of the value's name */
  readonly mode?: Direction;
  /** Is called and waited for after every epoch that is the best so far; the model holds its weights. */
  save(epoch: number, logs: Logs): void | Promise<void>;
}

/** Which rules there are. */
export interface RuleOptions {
  /** Lowers the step size when training no longer gets better; multiplies what the schedule gives. @default never */
  readonly reduceOnPlateau?: PlateauConfig;
  /** Ends training when it no longer gets better. @default never */
  readonly earlyStopping?: EarlyStoppingConfig;
  /** Is given every model that is the best so far. @default nobody */
  readonly keepBest?: KeepBestConfig;
}

/** What the rules remember from one epoch to the next: plain data, but for the weights. */
export interface RulesState {
  /** Of the rule that lowers the rate, whose rate is a share of the schedule's. */
  readonly plateau: PlateauState;
  /** Of early stopping. */
  readonly stopping: EarlyStoppingState;
  /** The best value of what `keepBest` watches. */
  readonly best: number | null;
  /** The weights that early stopping restores. */
  readonly bestWeights: Float32Array | null;
}

/** The rules that look at every epoch. */
export class EpochRules {
  readonly #options: RuleOptions;
  readonly #model: LayersModel;
  #state: RulesState = {
    plateau: initialPlateau(1),
    stopping: BEFORE_FIRST_EPOCH,
    best: null,
    bestWeights: null,
  };

  /**
   * Prepares the rules, and checks their constants.
   *
   * @param options Which rules there are.
   * @param names Names of the values that every epoch will have.
   * @param model The model, which holds the weights of an epoch when it is looked at.
   * @param state What they remember from earlier epochs. @default nothing
   * @throws {RangeError} If a constant is out of range.
   * @throws {TypeError} If a rule watches a value that there is not.
   */
  constructor(
    options: RuleOptions,
    names: readonly string[],
    model: LayersModel,
    state?: RulesState,
  ) {
    this.#options = options;
    this.#model = model;
    const { earlyStopping, reduceOnPlateau: plateau, keepBest } = options;
    const logs = Object.fromEntries(names.map((name) => [name, 0]));
    if (plateau) reduceOnPlateau(plateau, this.#state.plateau, logs);
    if (earlyStopping) stopEarly(earlyStopping, BEFORE_FIRST_EPOCH, 0, logs);
    if (keepBest) requireLog(logs, keepBest.monitor ?? "val_loss");
    if (state) this.#state = state;
  }

  /** What the rules remember. */
  get state(): RulesState {
    return this.#state;
  }

  /** What the rate of the schedule is multiplied by. */
  get rateShare(): number {
    return this.#state.plateau.learningRate;
  }

  /** Whether training ends. */
  get stopped(): boolean {
    return this.#state.stopping.stopped;
  }

  /**
   * Looks at an epoch.
   *
   * @param epoch The epoch, from 0; the model holds its weights.
   * @param logs Its values by name.
   */
  async look(epoch: number, logs: Logs): Promise<void> {
    const { earlyStopping, reduceOnPlateau: config, keepBest } = this.#options;
    let { plateau, stopping, best, bestWeights } = this.#state;
    if (config) plateau = reduceOnPlateau(config, plateau, logs);
    if (earlyStopping) {
      stopping = stopEarly(earlyStopping, stopping, epoch, logs);
      const isBest = stopping.bestEpoch === epoch;
      if (earlyStopping.restoreBestWeights && isBest) bestWeights = copyWeights(this.#model);
    }
    if (keepBest) {
      const { monitor = "val_loss", mode = directionOf(monitor) } = keepBest;
      const value = requireLog(logs, monitor);
      if (isBetter(mode, value, best)) {
        best = value;
        await keepBest.save(epoch, logs);
      }
    }
    this.#state = { plateau, stopping, best, bestWeights };
  }

  /** Gives the model its best weights, where that was asked for. */
  finish(): void {
    const { bestWeights } = this.#state;
    if (bestWeights) pasteWeights(this.#model, bestWeights);
  }
}
