/**
 * The hooks of `model.fit`, as tfjs calls them.
 *
 * @module
 */
import { isList } from "../arrays/is_list.ts";
import type { Logs } from "../events.ts";
import { ownsHook } from "../model/tfjs_callback.ts";
import type { LayersModel } from "../model/topology.ts";

/** Facts of a run that callbacks are told before it begins. */
export type CallbackParams = {
  /** The epoch after which training ends, counted from 1. */
  readonly epochs: number;
  /** The epoch to begin with, counted from 0. */
  readonly initialEpoch: number;
  /** Number of training samples, where it is known. */
  readonly samples?: number;
  /** Number of steps in an epoch, where it is known. */
  readonly steps?: number;
  /** Samples in a step, unless each batch has a size of its own. */
  readonly batchSize?: number;
  /** Whether epochs are validated. */
  readonly doValidation: boolean;
  /** Training prints nothing itself. */
  readonly verbose: 0;
  /** Names of the values in the logs. */
  readonly metrics: string[];
};

/**
 * Is called while training runs, and waited for: the hooks of tfjs's callbacks, which fit this type too. Logs are named
 * as tfjs names them: `acc` for accuracy.
 */
export interface FitCallback {
  /** Before training, with the model that is trained. */
  setModel?(model: LayersModel): void;
  /** Before training, with facts of the run. */
  setParams?(params: CallbackParams): void;
  /** Before the first epoch. */
  onTrainBegin?(logs?: Logs): void | Promise<void>;
  /** After the last epoch. */
  onTrainEnd?(logs?: Logs): void | Promise<void>;
  /** Before an epoch, counted from 0. */
  onEpochBegin?(epoch: number, logs?: Logs): void | Promise<void>;
  /** After an epoch and its validation; the model holds its weights. */
  onEpochEnd?(epoch: number, logs?: Logs): void | Promise<void>;
  /** Before a step, counted from 0 in its epoch. */
  onBatchBegin?(batch: number, logs?: Logs): void | Promise<void>;
  /** After a step, with its own loss and metrics; the model holds its weights. */
  onBatchEnd?(batch: number, logs?: Logs): void | Promise<void>;
  /** After a step, as for tfjs, which yields to other work now and then; training on workers never keeps it waiting. */
  onYield?(epoch: number, batch: number, logs: Logs): void | Promise<void>;
}

/** Several callbacks, called one after another in their order. */
export class Callbacks {
  readonly #list: readonly FitCallback[];

  /**
   * Collects callbacks.
   *
   * @param given One, several or none.
   */
  constructor(given: FitCallback | readonly FitCallback[] | undefined) {
    this.#list = given === undefined ? [] : isList(given) ? given : [given];
  }

  /** Whether a callback wants to be called around every step. */
  get perStep(): boolean {
    return this.#list.some((callback) =>
      ownsHook(callback, "onBatchBegin") || ownsHook(callback, "onBatchEnd") ||
      callback.onYield !== undefined
    );
  }

  /** Tells of model and run, then that training begins. */
  async trainBegin(model: LayersModel, params: CallbackParams): Promise<void> {
    for (const callback of this.#list) {
      callback.setParams?.(params);
      callback.setModel?.(model);
    }
    for (const callback of this.#list) await callback.onTrainBegin?.({});
  }

  /** Tells that training is over. */
  async trainEnd(): Promise<void> {
    for (const callback of this.#list) await callback.onTrainEnd?.({});
  }

  /** Tells that an epoch begins. */
  async epochBegin(epoch: number): Promise<void> {
    for (const callback of this.#list) await callback.onEpochBegin?.(epoch, {});
  }

  /** Tells that an epoch is over. */
  async epochEnd(epoch: number, logs: Logs): Promise<void> {
    for (const callback of this.#list) await callback.onEpochEnd?.(epoch, { ...logs });
  }

  /** Tells that a step begins. */
  async batchBegin(batch: number, size: number): Promise<void> {
    for (const callback of this.#list) await callback.onBatchBegin?.(batch, { batch, size });
  }

  /** Tells that a step is over. */
  async batchEnd(epoch: number, batch: number, size: number, logs: Logs): Promise<void> {
    const all = { batch, size, ...logs };
    for (const callback of this.#list) await callback.onBatchEnd?.(batch, { ...all });
    for (const callback of this.#list) await callback.onYield?.(epoch, batch, { ...all });
  }
}
