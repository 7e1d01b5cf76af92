/**
 * Classes read from targets and outputs. A single output stands for two classes, with one half between them.
 *
 * @module
 */
import { argmax } from "../arrays/argmax.ts";

/**
 * The class of each target.
 *
 * @param targets Class numbers, or vectors over the classes.
 * @param outputSize Number of values of the outputs that the targets belong to.
 * @param width Number of outputs of a vector.
 * @returns Class numbers.
 */
export function targetClasses(
  targets: ArrayLike<number>,
  outputSize: number,
  width: number,
): ArrayLike<number> {
  return areVectors(targets, outputSize) ? predictedClasses(targets, width) : targets;
}

/**
 * Whether targets are vectors over the classes: they are as large as the outputs then; anything smaller is class numbers
 * already.
 */
export function areVectors(targets: ArrayLike<number>, outputSize: number): boolean {
  return targets.length === outputSize;
}

/**
 * The class of each vector of outputs: the first of its largest or, of a single one, whether it lies above one half.
 *
 * @param outputs One vector after another.
 * @param width Number of outputs of a vector.
 * @returns Class numbers.
 */
export function predictedClasses(outputs: ArrayLike<number>, width: number): Uint32Array {
  const classes = new Uint32Array(outputs.length / width);
  for (let i = 0; i < classes.length; i++) classes[i] = classAt(outputs, i, width);
  return classes;
}

/**
 * The class of one vector of outputs.
 *
 * @param outputs One vector after another.
 * @param vector Which of them.
 * @param width Number of outputs of a vector.
 * @returns A class number.
 */
export function classAt(outputs: ArrayLike<number>, vector: number, width: number): number {
  if (width > 1) return argmax(outputs, vector * width, width);
  return (outputs[vector] ?? 0) > 0.5 ? 1 : 0;
}
