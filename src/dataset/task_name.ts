/**
 * The tasks that can be asked for, where data leave open what is to be learnt of them.
 *
 * @module
 */

/** A task that can be asked for. Whether a classification is of two classes, or of more, is for the data to say. */
export type TaskName = "classification" | "regression" | "multi-label";

/** The tasks that can be asked for. */
export const TASK_NAMES: readonly TaskName[] = ["classification", "regression", "multi-label"];
