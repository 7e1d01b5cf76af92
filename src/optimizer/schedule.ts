/**
 * Learning-rate schedules: pure functions of the number of updates made so far.
 *
 * @module
 */
import { BOUNDS, requireBounds } from "../bounds.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";

/** The base rate throughout. */
export interface ConstantSchedule {
  /** Which schedule this is. */
  readonly name: "constant";
}

/** A drop by a factor every so many updates. */
export interface StepSchedule {
  /** Which schedule this is. */
  readonly name: "step";
  /** Updates between two drops, 1 or more. */
  readonly every: number;
  /** What a drop multiplies the rate by, above 0 and at most 1. */
  readonly factor: number;
}

/** A decay by a factor over so many updates, smooth or in stairs. */
export interface ExponentialSchedule {
  /** Which schedule this is. */
  readonly name: "exponential";
  /** What the rate is multiplied by over `decaySteps` updates, above 0 and at most 1. */
  readonly decayRate: number;
  /** Number of updates, 1 or more. */
  readonly decaySteps: number;
  /** Decay at once after every `decaySteps` updates. @default false */
  readonly staircase?: boolean;
}

/** Half a cosine from the base rate down to a share of it. */
export interface CosineSchedule {
  /** Which schedule this is. */
  readonly name: "cosine";
  /** Updates until the lowest rate, which stays from then on; 1 or more. */
  readonly decaySteps: number;
  /** The lowest rate as a share of the base rate, from 0 to 1. @default 0 */
  readonly alpha?: number;
}

/** Every schedule that can follow a warm-up. */
export type DecaySchedule = ConstantSchedule | StepSchedule | ExponentialSchedule | CosineSchedule;

/** A linear rise to the base rate, and another schedule after it. */
export interface WarmupSchedule {
  /** Which schedule this is. */
  readonly name: "warmup";
  /** Updates of the rise, 1 or more; the last of them has the base rate. */
  readonly steps: number;
  /** What follows; it counts its updates from the end of the warm-up. */
  readonly then: DecaySchedule;
}

/** A schedule by name, with its constants. */
export type ScheduleConfig = DecaySchedule | WarmupSchedule;

/** The rate of an update: a function of the number of updates made before it, from 0. */
export type Schedule = (step: number) => number;

type Named<Name> = Extract<ScheduleConfig, { readonly name: Name }>;

const NAMES: { readonly [Name in ScheduleConfig["name"]]: OptionNames<Named<Name>> } = {
  constant: { name: true },
  step: { name: true, every: true, factor: true },
  exponential: { name: true, decayRate: true, decaySteps: true, staircase: true },
  cosine: { name: true, decaySteps: true, alpha: true },
  warmup: { name: true, steps: true, then: true },
};

/** The names of the schedules. */
export const SCHEDULES = Object.keys(NAMES) as readonly ScheduleConfig["name"][];

/** The names of those that can follow a warm-up. */
export const DECAYS: readonly DecaySchedule["name"][] = SCHEDULES.filter((name) =>
  name !== "warmup"
);

/**
 * Makes a schedule from its configuration. With base rate `r` and step `s`, counted from 0:
 * - constant: `r`
 * - step: `r · factor^⌊s/every⌋`
 * - exponential: `r · decayRate^(s/decaySteps)`, the exponent rounded down for a staircase (Keras's ExponentialDecay)
 * - cosine: `r · (α + (1−α)·(1 + cos(π·min(s/decaySteps, 1)))/2)` (Loshchilov and Hutter, "SGDR: Stochastic Gradient
 *   Descent with Warm Restarts", 2017, equation 5 without restarts; Keras's CosineDecay)
 * - warmup: `r · (s+1)/steps` while `s < steps`, then the other schedule at `s − steps` (the gradual warm-up of Goyal
 *   and others, "Accurate, Large Minibatch SGD", 2017, section 2.2)
 *
 * @param config Name and constants.
 * @param learningRate The base rate.
 * @returns The rate as a function of the step.
 * @throws {RangeError} If a constant is out of range.
 *
 * @example
 * ```ts
 * import { createSchedule } from "tandem";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = createSchedule({ name: "step", every: 100, factor: 0.5 }, 0.1);
 * assertEquals([rate(0), rate(99), rate(100), rate(200)], [0.1, 0.1, 0.05, 0.025]);
 * ```
 */
export function createSchedule(config: ScheduleConfig, learningRate: number): Schedule {
  if (config.name !== "warmup") {
    const share = decay(config);
    return (step) => learningRate * share(step);
  }
  requireConstants(config);
  const { steps } = config;
  const share = decay(config.then);
  return (step) => learningRate * (step < steps ? (step + 1) / steps : share(step - steps));
}

/** A schedule for a base rate of 1. */
function decay(config: DecaySchedule): Schedule {
  requireConstants(config);
  switch (config.name) {
    case "constant":
      return () => 1;
    case "step": {
      const { every, factor } = config;
      return (step) => factor ** Math.floor(step / every);
    }
    case "exponential": {
      const { decayRate, decaySteps, staircase = false } = config;
      return (step) => {
        const passed = step / decaySteps;
        return decayRate ** (staircase ? Math.floor(passed) : passed);
      };
    }
    case "cosine": {
      const { decaySteps, alpha = 0 } = config;
      return (step) => {
        const passed = Math.min(step / decaySteps, 1);
        return alpha + (1 - alpha) * (1 + Math.cos(Math.PI * passed)) / 2;
      };
    }
  }
}

function requireConstants(config: ScheduleConfig): void {
  const { name } = config;
  if (!SCHEDULES.includes(name)) {
    throw new RangeError(
      `Cannot use schedule "${name}": expected one of ${SCHEDULES.join(", ")}`,
    );
  }
  const action = `Cannot use schedule "${name}" with`;
  refuseUnknown(action, config, NAMES[name]);
  const missing = Object.fromEntries(Object.keys(NAMES[name]).map((key) => [key, undefined]));
  const { alpha = 0 } = config as Partial<CosineSchedule>;
  requireBounds(action, { ...missing, ...config, alpha }, BOUNDS.schedule);
}
