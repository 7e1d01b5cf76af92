/**
 * Where tfjs draws its random numbers from.
 *
 * @module
 */

/**
 * Runs a computation whose random numbers come from a stream of its own in place of `Math.random`, which is others' too.
 *
 * @param stream Gives the next number in [0, 1).
 * @param run What is run. What it draws after it has returned, as a promise that is pending does, is not of the stream.
 * @returns What it gives.
 */
export function drawingFrom<Result>(stream: () => number, run: () => Result): Result {
  const { random } = Math;
  Math.random = stream;
  try {
    return run();
  } finally {
    Math.random = random;
  }
}
