/**
 * How one's own data are trained on where nothing is said: by their number.
 *
 * @module
 */

import type { DataFacts } from "./data_facts.ts";

/** Batches that a set is divided into at least, so that an epoch is more than a few steps. */
const BATCHES = 50;
/** The largest and the smallest batch. */
const BATCH = { least: 16, most: 1000 } as const;
/** Steps that small models are trained for in all. */
const STEPS = 1500;
/** The most and the fewest epochs. */
const EPOCHS = { least: 10, most: 150 } as const;

/** Widths of the hidden layers for samples that are no images. */
const HIDDEN = [64, 64];

/** What is chosen by the number of samples. */
export interface SizedDefaults {
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly hidden?: readonly number[];
}

/**
 * Chooses what training depends on the data for.
 *
 * @param facts What is known of the data.
 * @returns Batches of a power of 2, at least 50 of them where the set is large enough, and epochs for 1,500 steps, at
 * least 10 and at most 150; for tables and arrays two narrow hidden layers. Nothing for the data sets that the defaults
 * are for.
 */
export function sizedDefaults(facts: DataFacts | undefined): SizedDefaults {
  if (facts?.samples === undefined) return {};
  const { kind, samples } = facts;
  const power = 2 ** Math.floor(Math.log2(Math.max(1, samples / BATCHES)));
  const batchSize = Math.min(BATCH.most, Math.max(BATCH.least, power));
  const epochs = Math.round(STEPS / Math.ceil(samples / batchSize));
  return {
    batchSize,
    epochs: Math.min(EPOCHS.most, Math.max(EPOCHS.least, epochs)),
    ...(kind === "images" ? {} : { hidden: HIDDEN }),
  };
}
