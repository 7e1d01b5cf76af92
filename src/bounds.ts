/**
 * The bounds of every number that a user chooses: the library and the configuration of a run read the same table.
 *
 * @module
 */

/** Which values of a number are right. */
export interface Bound {
  /** Whether a value is one of them. */
  readonly accepts: (value: number) => boolean;
  /** What they are, as messages say it after "expected". */
  readonly words: string;
}

/** The largest whole number that is taken: seeds, sizes and counts are 32-bit words. */
const MOST = 0xffffffff;

function whole(least: number): Bound {
  return {
    accepts: (value) => Number.isInteger(value) && value >= least && value <= MOST,
    words: `a whole number, ${least} or more`,
  };
}

const NOT_NEGATIVE: Bound = {
  accepts: (value) => value >= 0 && value < Infinity,
  words: "a number, 0 or more",
};
const POSITIVE: Bound = {
  accepts: (value) => value > 0 && value < Infinity,
  words: "a number above 0",
};
const PART: Bound = {
  accepts: (value) => value >= 0 && value < 1,
  words: "a number from 0 to below 1",
};
const SHARE: Bound = {
  accepts: (value) => value >= 0 && value <= 1,
  words: "a number from 0 to 1",
};
const ONE_OR_MORE: Bound = {
  accepts: (value) => value >= 1 && value < Infinity,
  words: "a number, 1 or more",
};
const FACTOR: Bound = {
  accepts: (value) => value > 0 && value <= 1,
  words: "a number above 0, at most 1",
};
const FINITE: Bound = { accepts: Number.isFinite, words: "a number" };

/** The bounds, by what a number belongs to and its name. */
export const BOUNDS = {
  model: {
    width: whole(1),
    convolutions: whole(1),
    kernelSize: whole(1),
    dropout: PART,
    l1: NOT_NEGATIVE,
    l2: NOT_NEGATIVE,
  },
  optimizer: {
    learningRate: NOT_NEGATIVE,
    momentum: PART,
    rho: PART,
    beta1: PART,
    beta2: PART,
    epsilon: POSITIVE,
    initialAccumulator: NOT_NEGATIVE,
    weightDecay: NOT_NEGATIVE,
    /** Of the mean square of `rmsprop`. */
    meanDecay: PART,
    /** Of the step size of `adamax`. */
    rateDecay: NOT_NEGATIVE,
  },
  schedule: {
    steps: ONE_OR_MORE,
    every: ONE_OR_MORE,
    factor: FACTOR,
    decayRate: FACTOR,
    decaySteps: ONE_OR_MORE,
    alpha: SHARE,
    warmupSteps: whole(0),
  },
  clip: { clipNorm: POSITIVE, clipValue: POSITIVE },
  plateau: {
    factor: PART,
    patience: whole(0),
    minDelta: NOT_NEGATIVE,
    cooldown: whole(0),
    minLr: NOT_NEGATIVE,
  },
  earlyStopping: {
    patience: whole(0),
    minDelta: NOT_NEGATIVE,
    startFromEpoch: whole(0),
    baseline: FINITE,
  },
  training: {
    epochs: whole(1),
    initialEpoch: whole(0),
    batchSize: whole(1),
    stepsPerEpoch: whole(1),
    batchesPerEpoch: whole(1),
    validationBatches: whole(1),
    validationBatchSize: whole(1),
    workers: whole(1),
    seed: whole(0),
  },
  augment: {
    shift: NOT_NEGATIVE,
    rotate: NOT_NEGATIVE,
    scale: PART,
    elastic: NOT_NEGATIVE,
  },
  data: {
    limit: whole(1),
    side: whole(1),
    testSplit: PART,
    validationSplit: PART,
    classWeight: NOT_NEGATIVE,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Bound>>>>;

/**
 * Checks numbers against their bounds.
 *
 * @param action What cannot be done with a wrong one, for instance `Cannot train with`.
 * @param values The numbers by name; those without a bound are passed over.
 * @param bounds Their bounds by name.
 * @throws {RangeError} If one is out of range, or is no number.
 */
export function requireBounds(
  action: string,
  values: object,
  bounds: Readonly<Record<string, Bound>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    const bound = Object.hasOwn(bounds, name) ? bounds[name] : undefined;
    if (!bound || (typeof value === "number" && bound.accepts(value))) continue;
    throw new RangeError(`${action} ${name} ${value}: expected ${bound.words}`);
  }
}
