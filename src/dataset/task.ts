/**
 * What a model is to learn of a data set: which class, which labels, or how much.
 *
 * @module
 */

/** Each sample is of one class. */
export interface ClassificationTask {
  /** Which of the tasks it is. */
  readonly kind: "classification";
  /** Names of the classes, in the order of their numbers. */
  readonly classNames: readonly string[];
}

/** Each sample is of one of two classes, and a model says by one output how likely it is of the second. */
export interface BinaryTask {
  /** Which of the tasks it is. */
  readonly kind: "binary";
  /** Names of the classes; the second one is what is looked for. */
  readonly classNames: readonly [negative: string, positive: string];
}

/** Each sample has any number of labels. */
export interface MultiLabelTask {
  /** Which of the tasks it is. */
  readonly kind: "multi-label";
  /** Names of the labels, in the order of the targets' values. */
  readonly labels: readonly string[];
}

/** Each sample has a number, or several. */
export interface RegressionTask {
  /** Which of the tasks it is. */
  readonly kind: "regression";
  /** Names of the numbers, in the order of the targets' values. */
  readonly outputs: readonly string[];
}

/** What a model is to learn of a data set. */
export type Task = ClassificationTask | BinaryTask | MultiLabelTask | RegressionTask;
