/**
 * Bounds on the gradient, before an optimizer sees it.
 *
 * @module
 */
import { BOUNDS } from "../bounds.ts";

/** A bound on the gradient of a batch. */
export interface ClipConfig {
  /** Bound each value, or the norm of all of them together. */
  readonly by: "value" | "globalNorm";
  /** The bound, above 0. */
  readonly limit: number;
}

/**
 * Clips every value on its own: `g ← min(max(g, −limit), limit)`, Keras's `clipvalue`. It is applied to the gradient
 * of the whole batch, summed over the ranks: clipping what each rank holds would depend on their number.
 *
 * @param gradient Is changed in place. Shape: `[n]`.
 * @param limit The largest size of a value, above 0.
 * @throws {RangeError} If the limit is not above 0.
 */
export function clipByValue(gradient: Float32Array, limit: number): void {
  requireLimit("value", limit);
  for (let i = 0; i < gradient.length; i++) {
    gradient[i] = Math.min(Math.max(gradient[i] ?? 0, -limit), limit);
  }
}

/**
 * The sum of the squares of a slice. Added up over the slices in rank order it gives the square of the global norm.
 *
 * @param gradient The slice. Shape: `[n]`.
 * @returns `Σ g²`, in float64.
 */
export function squareNorm(gradient: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i] ?? 0;
    sum += g * g;
  }
  return sum;
}

/**
 * What a gradient is multiplied by so that its global norm, taken over all parameters together, is at most `limit`:
 * `limit / max(‖g‖, limit)` (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks",
 * 2013, Algorithm 1; TensorFlow's `clip_by_global_norm`, Keras's `global_clipnorm`). A norm that is not finite gives
 * NaN, as in TensorFlow, so that it does not go unseen.
 *
 * @param squares The sum of {@linkcode squareNorm} over all slices.
 * @param limit The largest norm, above 0.
 * @returns The scale, at most 1.
 * @throws {RangeError} If the limit is not above 0.
 */
export function globalNormScale(squares: number, limit: number): number {
  requireLimit("global norm", limit);
  const norm = Math.sqrt(squares);
  return Number.isFinite(norm) ? limit / Math.max(norm, limit) : NaN;
}

/**
 * Multiplies a gradient by a number.
 *
 * @param gradient Is changed in place. Shape: `[n]`.
 * @param scale The number; with 1 nothing changes.
 */
export function scaleGradient(gradient: Float32Array, scale: number): void {
  if (scale === 1) return;
  for (let i = 0; i < gradient.length; i++) gradient[i] = scale * (gradient[i] ?? 0);
}

function requireLimit(what: string, limit: number): void {
  const { accepts, words } = BOUNDS.clip.clipNorm;
  if (accepts(limit)) return;
  throw new RangeError(`Cannot clip gradients by ${what} ${limit}: expected ${words}`);
}
