/**
 * How the ranks agree where to stop, when steps come without messages in between: rank 0 looks whether it was asked to
 * before it arrives in a step, so that all who have waited for it know the same.
 *
 * @module
 */

/** Whether to stop is asked for, and the last step to be made. In shared memory. */
export type StopState = Int32Array;

const ASKED = 0;
const LAST = 1;
const NONE = 2 ** 31 - 1;

/** Makes the state of a training that goes on. */
export function createStop(): StopState {
  const state = new Int32Array(new SharedArrayBuffer(8));
  clearStop(state);
  return state;
}

/**
 * Asks the ranks to stop after the step that is under way.
 *
 * @param state The state that they share.
 */
export function askToStop(state: StopState): void {
  Atomics.store(state, ASKED, 1);
}

/**
 * Tells whether the ranks were asked to stop.
 *
 * @param state The state that they share.
 * @returns Whether they were.
 */
export function isAskedToStop(state: StopState): boolean {
  return Atomics.load(state, ASKED) === 1;
}

/**
 * Lets training go on. No step may be under way.
 *
 * @param state The state that the ranks share.
 */
export function clearStop(state: StopState): void {
  Atomics.store(state, ASKED, 0);
  Atomics.store(state, LAST, NONE);
}

/**
 * Settles, on rank 0 and before it arrives in a step, whether that step is the last.
 *
 * @param state The state that the ranks share.
 * @param step Number of the step.
 */
export function settleStop(state: StopState, step: number): void {
  if (isAskedToStop(state) && Atomics.load(state, LAST) === NONE) {
    Atomics.store(state, LAST, step);
  }
}

/**
 * Tells whether a step is not to be made, on a rank that has waited for rank 0 in the step before.
 *
 * @param state The state that the ranks share.
 * @param step Number of the step.
 * @returns Whether the last step came before it.
 */
export function isOver(state: StopState, step: number): boolean {
  return step > Atomics.load(state, LAST);
}
