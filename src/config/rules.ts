/**
 * The optimizers and schedules of a configuration: each name has constants of its own.
 *
 * @module
 */
import { z } from "zod";
import { BOUNDS } from "../bounds.ts";
import { DEFAULT_OPTIMIZERS, OPTIMIZERS } from "../optimizer/defaults.ts";
import { isRecord } from "../is_record.ts";
import { DECAYS } from "../optimizer/schedule.ts";
import { oneOf } from "../options.ts";
import { boolean, bounded, type FieldFlag, flagged } from "./fields.ts";

const { optimizer: constants, schedule: decays } = BOUNDS;

const about = (text: string, more: Partial<FieldFlag> = {}): FieldFlag => ({
  group: "Optimizer",
  text,
  ...more,
});

const rate = (value: number): z.ZodType<number, number | undefined> =>
  flagged(
    bounded(constants.learningRate).default(value),
    about("step size; by default the optimizer's own"),
  );
const momentum = (value: number): z.ZodType<number, number | undefined> =>
  flagged(bounded(constants.momentum).default(value), about("share of the last step that goes on"));
const beta1 = (value: number): z.ZodType<number, number | undefined> =>
  flagged(bounded(constants.beta1).default(value), about("decay of the mean of the gradient"));
const beta2 = (value: number): z.ZodType<number, number | undefined> =>
  flagged(bounded(constants.beta2).default(value), about("decay of the mean of its square"));
const epsilon = (value: number): z.ZodType<number, number | undefined> =>
  flagged(bounded(constants.epsilon).default(value), about("added to what the step is divided by"));

const { sgd, adagrad, adadelta, rmsprop, adam, adamw, adamax } = DEFAULT_OPTIMIZERS;
const withMomentum = (name: "momentum" | "nesterov") =>
  z.strictObject({
    name: z.literal(name),
    learningRate: rate(DEFAULT_OPTIMIZERS[name].learningRate),
    momentum: momentum(DEFAULT_OPTIMIZERS[name].momentum),
  });
const moments = (config: typeof adam | typeof adamw | typeof adamax) => ({
  learningRate: rate(config.learningRate),
  beta1: beta1(config.beta1),
  beta2: beta2(config.beta2),
  epsilon: epsilon(config.epsilon),
});

/** Each optimizer with its constants. */
export const OPTIMIZER_SCHEMAS = [
  z.strictObject({ name: z.literal("sgd"), learningRate: rate(sgd.learningRate) }),
  withMomentum("momentum"),
  withMomentum("nesterov"),
  z.strictObject({
    name: z.literal("adagrad"),
    learningRate: rate(adagrad.learningRate),
    initialAccumulator: flagged(
      bounded(constants.initialAccumulator).default(adagrad.initialAccumulator),
      about("what the sum of squares starts from"),
    ),
  }),
  z.strictObject({
    name: z.literal("adadelta"),
    learningRate: rate(adadelta.learningRate),
    rho: flagged(bounded(constants.rho).default(adadelta.rho), about("decay of the mean squares")),
    epsilon: epsilon(adadelta.epsilon),
  }),
  z.strictObject({
    name: z.literal("rmsprop"),
    learningRate: rate(rmsprop.learningRate),
    decay: flagged(
      bounded(constants.meanDecay).default(rmsprop.decay),
      about("decay of the mean square"),
    ),
    momentum: momentum(rmsprop.momentum),
    epsilon: epsilon(rmsprop.epsilon),
    centered: flagged(
      boolean().default(rmsprop.centered),
      about("divide by the deviation from the mean gradient", { switch: true }),
    ),
  }),
  z.strictObject({ name: z.literal("adam"), ...moments(adam) }),
  z.strictObject({
    name: z.literal("adamw"),
    ...moments(adamw),
    weightDecay: flagged(
      bounded(constants.weightDecay).default(adamw.weightDecay),
      about("share of each weight that a step of rate 1 takes away"),
    ),
  }),
  z.strictObject({
    name: z.literal("adamax"),
    ...moments(adamax),
    decay: flagged(
      bounded(constants.rateDecay).default(adamax.decay),
      about("decay of the step size"),
    ),
  }),
] as const;

/** An optimizer, by its name alone or with constants. */
export const optimizerSchema = flagged(
  z.preprocess(
    byName,
    z.discriminatedUnion("name", OPTIMIZER_SCHEMAS, {
      error: ({ input }) => oneOf(OPTIMIZERS, nameOf(input)),
    }).default({ ...adam }),
  ),
  about("the rule that moves the weights", { read: (name) => ({ name }) }),
);

const decaySteps = flagged(
  bounded(decays.decaySteps).nullable().default(null),
  about("steps until the rate has decayed; by default all of the run"),
);

/** Each schedule with its constants. */
export const SCHEDULE_SCHEMAS = [
  z.strictObject({ name: z.literal("constant") }),
  z.strictObject({
    name: z.literal("step"),
    every: flagged(
      bounded(decays.every).default(100),
      about("steps between two drops of the rate", { flag: "step-every" }),
    ),
    factor: flagged(
      bounded(decays.factor).default(0.1),
      about("what a drop multiplies the rate by", { flag: "step-factor" }),
    ),
  }),
  z.strictObject({
    name: z.literal("exponential"),
    decayRate: flagged(
      bounded(decays.decayRate).default(0.1),
      about("what the rate is multiplied by over the decay steps"),
    ),
    decaySteps,
    staircase: flagged(
      boolean().default(false),
      about("decay at once after the decay steps", { switch: true }),
    ),
  }),
  z.strictObject({
    name: z.literal("cosine"),
    decaySteps,
    alpha: flagged(
      bounded(decays.alpha).default(0),
      about("the lowest rate as a share of the base rate", { flag: "min-rate-share" }),
    ),
  }),
] as const;

/** A schedule, by its name alone or with constants. */
export const scheduleSchema = flagged(
  z.preprocess(
    byName,
    z.discriminatedUnion("name", SCHEDULE_SCHEMAS, {
      error: ({ input }) => oneOf(DECAYS, nameOf(input)),
    }).default({ name: "constant" }),
  ),
  about("how the rate changes from step to step", { read: (name) => ({ name }) }),
);

function byName(given: unknown): unknown {
  return typeof given === "string" ? { name: given } : given;
}

function nameOf(given: unknown): unknown {
  return isRecord(given) && "name" in given ? given["name"] : given;
}
