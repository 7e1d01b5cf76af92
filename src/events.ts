/**
 * What training tells the outside: a discriminated union, one member a moment.
 *
 * @module
 */

/** Mean values over samples by name, for instance `{ loss: 0.31, accuracy: 0.91 }`. */
export type Logs = Readonly<Record<string, number>>;

/** Training is about to make its first step. */
export interface TrainBeginEvent {
  /** Which event this is. */
  readonly type: "train-begin";
  /** Number of workers; 0 where the thread that calls trains. */
  readonly workers: number;
  /** Name of what computes. */
  readonly backend: string;
  /** Number of epochs that will run. */
  readonly epochs: number;
  /** Number of steps in an epoch, where it is known: a stream may end at any time. */
  readonly steps?: number;
  /** Number of samples that an epoch visits, where it is known. */
  readonly samples?: number;
  /** Number of trainable parameters. */
  readonly parameters: number;
}

/** A step is done. */
export interface StepEvent {
  /** Which event this is. */
  readonly type: "step";
  /** Epoch, counted from 0. */
  readonly epoch: number;
  /** Step within the epoch, counted from 0. */
  readonly step: number;
  /** Samples of this epoch seen so far. */
  readonly seen: number;
  /** Running means over the samples of this epoch; metrics that need all of them come with the epoch alone. */
  readonly logs: Logs;
  /** Seconds since the epoch began. */
  readonly seconds: number;
}

/** An epoch is done, and the model holds its weights. */
export interface EpochEvent {
  /** Which event this is. */
  readonly type: "epoch";
  /** Epoch, counted from 0. */
  readonly epoch: number;
  /** Means over the samples of the epoch; validation values start with `val_`. */
  readonly logs: Logs;
  /** Seconds spent in training steps, without validation. */
  readonly seconds: number;
  /** Training samples per second. */
  readonly samplesPerSecond: number;
}

/** Something is not as it was meant, and training went on. */
export interface WarningEvent {
  /** Which event this is. */
  readonly type: "warning";
  /** What is so, and what was done: one line. */
  readonly message: string;
}

/** How training goes about its work, for whoever asked to know. */
export interface DetailEvent {
  /** Which event this is. */
  readonly type: "detail";
  /** One line. */
  readonly message: string;
}

/** Training is over, and the workers are gone. */
export interface TrainEndEvent {
  /** Which event this is. */
  readonly type: "train-end";
  /** Number of epochs that are done, those before this run included. */
  readonly epochs: number;
  /** Seconds since training began, validation included. */
  readonly seconds: number;
}

/** Everything that training reports while it runs. */
export type TrainEvent =
  | TrainBeginEvent
  | StepEvent
  | EpochEvent
  | WarningEvent
  | DetailEvent
  | TrainEndEvent;
