/**
 * Every choice of a training run: its names, bounds and defaults, for configuration files and the command line alike.
 *
 * @module
 */
import { z } from "zod";
import { BOUNDS } from "../bounds.ts";
import { BACKENDS } from "../engine/backend.ts";
import { ACTIVATIONS } from "../model/activations.ts";
import { INITIALIZERS } from "../model/initializers.ts";
import { LOSSES, lossNameOf } from "../model/losses.ts";
import { type MetricName, metricNameOf, METRICS } from "../model/metrics.ts";
import { TASK_DEFAULTS } from "../model/task_defaults.ts";
import { oneOf } from "../options.ts";
import { ARCHITECTURE_NAMES, ARCHITECTURES, ownersOf, PRESET_NAMES } from "./architectures.ts";
import { dataFields } from "./data_schema.ts";
import { autoOr, boolean, bounded, choice, type FieldFlag, flagged, list } from "./fields.ts";
import { optimizerSchema, scheduleSchema } from "./rules.ts";

const numbers = (text: string): unknown[] => list(text).map((t) => t === "" ? t : Number(t));

function metric(): z.ZodType<MetricName, unknown> {
  return z.custom<MetricName>((given) => metricNameOf(given) !== undefined, {
    error: ({ input }) => oneOf(METRICS, input),
  }).transform((given) => metricNameOf(given) ?? given);
}

const model = (text: string, more: Partial<FieldFlag> = {}): FieldFlag => ({
  group: "Model",
  text,
  ...more,
});
const training = (text: string, more: Partial<FieldFlag> = {}): FieldFlag => ({
  group: "Training",
  text,
  ...more,
});
const stopping = (text: string, more: Partial<FieldFlag> = {}): FieldFlag => ({
  group: "Stopping and keeping",
  text,
  ...more,
});

const NAMES = ARCHITECTURE_NAMES.join(", ");
const DESCRIBED = ARCHITECTURE_NAMES.map((name) => `${name} (${ARCHITECTURES[name].text})`)
  .join(", ");
const PRESETS = PRESET_NAMES.map((name) => `${name} (${ownersOf(name).join(", ")})`).join(", ");
const BATCH_SIZE = 'expected a whole number, 1 or more, or "full"';
const WIDTHS = "expected a list of whole numbers, 1 or more";

/** The rule that lowers the rate. */
export const plateauSchema = z.strictObject({
  factor: flagged(
    bounded(BOUNDS.plateau.factor).default(0.1),
    stopping("what a plateau multiplies the rate by", { flag: "plateau-factor" }),
  ),
  patience: flagged(
    bounded(BOUNDS.plateau.patience).default(10),
    stopping("epochs without a better value until the rate falls", { flag: "plateau-patience" }),
  ),
  minDelta: flagged(
    bounded(BOUNDS.plateau.minDelta).default(1e-4),
    stopping("by how much a value must be better to count", { flag: "plateau-min-delta" }),
  ),
  cooldown: flagged(
    bounded(BOUNDS.plateau.cooldown).default(0),
    stopping("epochs after a fall that are not counted", { flag: "plateau-cooldown" }),
  ),
  minLr: flagged(
    bounded(BOUNDS.plateau.minLr).default(0),
    stopping("the rate falls no lower", { flag: "plateau-min-rate" }),
  ),
}, { error: "expected an object" });

/** The rule that ends training. */
export const stoppingSchema = z.strictObject({
  patience: flagged(
    bounded(BOUNDS.earlyStopping.patience).default(0),
    stopping("epochs without a better value after which training stops"),
  ),
  minDelta: flagged(
    bounded(BOUNDS.earlyStopping.minDelta).default(0),
    stopping("by how much a value must be better to count"),
  ),
  restoreBest: flagged(
    boolean().default(false),
    stopping("end with the weights of the best epoch", { switch: true }),
  ),
  startFromEpoch: flagged(
    bounded(BOUNDS.earlyStopping.startFromEpoch).default(0),
    stopping("epochs at the start that are not looked at"),
  ),
  baseline: flagged(
    bounded(BOUNDS.earlyStopping.baseline).nullable().default(null),
    stopping("a value that must be beaten to count"),
  ),
}, { error: "expected an object" });

/** What the help says of defaults that the data set decides: every one in the catalogue has classes. */
const { classification } = TASK_DEFAULTS;

/** The schema of a run's configuration; what the data set decides is there already. */
export const schema = z.strictObject({
  ...dataFields,
  model: flagged(
    z.string({ error: `expected one of ${NAMES}, or the path of a model.json` }).default("mlp"),
    model(`${DESCRIBED}, or the path of a model.json in the tfjs layers format`),
  ),
  preset: flagged(
    choice(PRESET_NAMES).nullable().default(null),
    model(`choices that a model is best trained by, below file and flags: ${PRESETS}`),
  ),
  filters: flagged(
    z.array(bounded(BOUNDS.model.width), { error: WIDTHS }).default([32, 64]),
    model("number of filters of the convolutions before each pooling, with commas between them", {
      read: numbers,
    }),
  ),
  convolutions: flagged(
    bounded(BOUNDS.model.convolutions).default(1),
    model("number of convolutions before each pooling"),
  ),
  kernelSize: flagged(
    bounded(BOUNDS.model.kernelSize).default(3),
    model("side of the filters, in pixels"),
  ),
  hidden: flagged(
    z.array(bounded(BOUNDS.model.width), { error: WIDTHS }).default([500, 250, 100]),
    model("width of each hidden layer, with commas between them; of your own rows 64,64", {
      read: numbers,
    }),
  ),
  activation: flagged(choice(ACTIVATIONS).default("relu"), model("of the hidden layers")),
  outputActivation: flagged(
    choice(ACTIVATIONS).optional(),
    model("of the last layer; by default what fits the loss"),
  ),
  initializer: flagged(
    choice(INITIALIZERS).default("glorotUniform"),
    model("what the weights start from"),
  ),
  dropout: flagged(
    bounded(BOUNDS.model.dropout).default(0),
    model("share of each hidden layer's outputs that a step leaves out"),
  ),
  batchNorm: flagged(
    boolean().default(false),
    model("normalise the hidden layers over the batch", { switch: true }),
  ),
  l1: flagged(bounded(BOUNDS.model.l1).default(0), model("penalty on the absolute weights")),
  l2: flagged(bounded(BOUNDS.model.l2).default(0), model("penalty on the squared weights")),
  loss: flagged(
    choice(LOSSES, lossNameOf),
    training("what training makes small", { fallback: classification.loss }),
  ),
  metrics: flagged(
    z.array(metric(), { error: "expected a list of metrics" }),
    training(`what is measured besides: ${METRICS.join(", ")}`, {
      read: list,
      fallback: classification.metrics,
    }),
  ),
  optimizer: optimizerSchema,
  schedule: scheduleSchema,
  warmupSteps: flagged(
    bounded(BOUNDS.schedule.warmupSteps).default(0),
    { group: "Optimizer", text: "steps over which the rate rises to its base" },
  ),
  clipNorm: flagged(
    bounded(BOUNDS.clip.clipNorm).nullable().default(null),
    { group: "Optimizer", text: "the largest norm of the gradient" },
  ),
  clipValue: flagged(
    bounded(BOUNDS.clip.clipValue).nullable().default(null),
    { group: "Optimizer", text: "the largest size of each value of the gradient" },
  ),
  batchSize: flagged(
    z.union([z.literal("full"), bounded(BOUNDS.training.batchSize)], { error: BATCH_SIZE }).default(
      1000,
    ),
    training(
      'samples in a step; 1 is online learning, "full" takes the whole set; of your own data by ' +
        "their number",
    ),
  ),
  epochs: flagged(
    bounded(BOUNDS.training.epochs).default(10),
    training("times that every sample is visited; of your own data by their number"),
  ),
  classWeight: flagged(
    z.record(
      z.string().regex(/^\d+$/, { error: "expected the number of a class" }),
      bounded(BOUNDS.data.classWeight),
      { error: "expected weights by class number" },
    ).nullable().default(null),
    training("what the loss of a class is multiplied by, for instance 3=2,7=0.5", {
      read: (text) => Object.fromEntries(list(text).map(readWeight)),
    }),
  ),
  monitor: flagged(
    z.string({ error: "expected the name of a value" }).default("val_loss"),
    stopping("the value that says which epoch is the best"),
  ),
  earlyStopping: flagged(
    stoppingSchema.nullable().default(null),
    stopping("stop when the monitored value no longer gets better", { switch: {} }),
  ),
  reduceOnPlateau: flagged(
    plateauSchema.nullable().default(null),
    stopping("lower the rate when it no longer gets better", { switch: {} }),
  ),
  workers: flagged(
    autoOr(BOUNDS.training.workers).default("auto"),
    { group: "Run", text: "number of workers; auto is one for each core, or for short steps one" },
  ),
  seed: flagged(bounded(BOUNDS.training.seed).default(1), {
    group: "Run",
    text: "seed of all randomness",
  }),
  backend: flagged(choice(BACKENDS).default("wasm"), { group: "Run", text: "what computes" }),
}, { error: "expected an object" });

function readWeight(pair: string): [string, unknown] {
  const [label = "", weight = ""] = pair.split("=");
  return [label.trim(), weight.trim() === "" ? weight : Number(weight)];
}
