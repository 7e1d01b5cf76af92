/**
 * A rank's augmentation: the images of its shard are distorted as they are copied to where the model reads them.
 *
 * @module
 */
import { mix } from "../arrays/mix.ts";
import { sizeOfShape } from "../arrays/shape.ts";
import type { Strength } from "../dataset/augment.ts";
import { createDistorter, type Distorter } from "../dataset/distort.ts";
import type { WriteInputs } from "../model/batch.ts";

/** Tells what augmentation draws from all else that is drawn in an epoch. */
const AUGMENTATION = 0x61756721;

/**
 * Prepares to distort images. What becomes of a sample depends on seed, epoch and the sample's number alone: not on the
 * number of ranks, nor on the batch.
 *
 * @param strength How far.
 * @param seed The run's seed.
 * @returns Gives what writes the samples of an epoch. A sample's number is what it is counted by in its set, from
 * `first` on, the number of samples of the epoch before this set.
 */
export function createAugmenter(
  strength: Strength,
  seed: number,
): (epoch: number, first: number) => WriteInputs {
  const distorters = new Map<string, Distorter>();
  const distorterOf = (shape: readonly number[]): Distorter => {
    const key = `${shape}`;
    const known = distorters.get(key) ?? createDistorter(shape, strength);
    distorters.set(key, known);
    return known;
  };
  return (epoch, first) => ({ data, shape }, numbers, into, factor): void => {
    const distorter = distorterOf(shape);
    const size = sizeOfShape(shape);
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i] ?? 0;
      const key = mix(seed, epoch, first + number, AUGMENTATION);
      distorter.write(data, number * size, key, into, i * size, factor);
    }
  };
}
