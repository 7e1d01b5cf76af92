/**
 * The models that are built by name: what each takes, how it is trained where nothing is said, and its presets. A new
 * one is an entry here.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";
import type { AugmentConfig } from "../dataset/augment.ts";
import { type CnnOptions, createCnn } from "../model/cnn.ts";
import { createLenet } from "../model/lenet.ts";
import { createMlp } from "../model/mlp.ts";
import type { NetworkOptions } from "../model/network.ts";
import type { LayersModel } from "../model/topology.ts";
import type { OptimizerInit } from "../optimizer/config.ts";
import type { DecaySchedule } from "../optimizer/schedule.ts";

/** Everything that a model can be built from. */
export type Blueprint = Required<CnnOptions>;

/** What a model can be told by the configuration. */
type ModelKey = keyof Omit<
  Blueprint,
  "inputShape" | "outputSize" | "loss" | "metrics" | "seed" | "learningRate"
>;

/** What every model that is built by name takes. */
const EVERY = ["outputActivation", "initializer", "l1", "l2"] as const satisfies ModelKey[];

/** Choices of a run that a model or a preset makes, below the configuration file and the flags. */
export interface Choices extends Partial<Pick<Blueprint, ModelKey>> {
  readonly augment?: AugmentConfig;
  readonly optimizer?: OptimizerInit;
  readonly schedule?: { readonly name: DecaySchedule["name"] };
  readonly warmupSteps?: number;
  readonly batchSize?: number;
  readonly epochs?: number;
}

/** A model that is built by name. */
export interface Architecture {
  /** What the help says of it. */
  readonly text: string;
  /** The choices about models that mean anything to it. */
  readonly takes: readonly ModelKey[];
  /** What is chosen for it where nothing is said; what it leaves open is as the schema has it. */
  readonly defaults: Choices;
  /** Choices above its defaults, by the name that stands for them. */
  readonly presets: Readonly<Record<string, Choices>>;
  /** Builds it. */
  create(blueprint: Blueprint): LayersModel;
}

/** The models by name, the default first. */
export const ARCHITECTURES = {
  mlp: {
    text: "a multilayer perceptron",
    takes: [...EVERY, "hidden", "activation", "dropout", "batchNorm"],
    defaults: {},
    presets: {},
    create: ({ hidden, activation, dropout, batchNorm, ...rest }) =>
      createMlp({ ...perceptron(rest), hidden, activation, dropout, batchNorm }),
  },
  linear: {
    text: "softmax regression, a perceptron without hidden layers",
    takes: EVERY,
    defaults: { hidden: [], batchSize: 128 },
    presets: {},
    create: (blueprint) => createMlp({ ...perceptron(blueprint), hidden: [] }),
  },
  lenet: {
    text: "LeNet-5",
    takes: [...EVERY, "activation"],
    defaults: { activation: "tanh", batchSize: 128, schedule: { name: "cosine" } },
    presets: {},
    create: ({ inputShape, activation, ...rest }) =>
      createLenet({ ...common(rest), inputShape, activation }),
  },
  cnn: {
    text: "a small convolutional network",
    takes: [
      ...EVERY,
      "filters",
      "convolutions",
      "kernelSize",
      "hidden",
      "activation",
      "dropout",
      "batchNorm",
    ],
    defaults: {
      hidden: [128],
      dropout: 0.3,
      batchSize: 128,
      optimizer: { name: "adam", learningRate: 0.002 },
      schedule: { name: "cosine" },
    },
    presets: {
      best: {
        filters: [24, 48],
        convolutions: 2,
        dropout: 0.4,
        epochs: 20,
        augment: {},
      },
    },
    create: createCnn,
  },
} as const satisfies Readonly<Record<string, Architecture>>;

/** Name of a model that is built by name. */
export type ArchitectureName = keyof typeof ARCHITECTURES;

/** The names, the default first. */
export const ARCHITECTURE_NAMES = Object.keys(ARCHITECTURES) as [
  ArchitectureName,
  ...ArchitectureName[],
];

/** The names of all presets. */
export const PRESET_NAMES: readonly string[] = [
  ...new Set(Object.values(ARCHITECTURES).flatMap(({ presets }) => Object.keys(presets))),
];

/**
 * Finds a model that is built by name.
 *
 * @param name A name, or the path of a model's file.
 * @returns Its entry, unless it is a file.
 */
export function architectureOf(name: unknown): Architecture | undefined {
  return typeof name === "string" && Object.hasOwn(ARCHITECTURES, name)
    ? ARCHITECTURES[name as ArchitectureName]
    : undefined;
}

/**
 * The models that have a preset.
 *
 * @param preset Its name.
 * @returns Their names.
 */
export function ownersOf(preset: string): ArchitectureName[] {
  return ARCHITECTURE_NAMES.filter((name) => preset in ARCHITECTURES[name].presets);
}

/** What every network takes. */
function common(
  { outputSize, outputActivation, loss, metrics, initializer, l1, l2, seed, learningRate }:
    Required<
      Omit<NetworkOptions, "activation">
    >,
): Omit<NetworkOptions, "activation"> & { outputSize: number } {
  return { outputSize, outputActivation, loss, metrics, initializer, l1, l2, seed, learningRate };
}

function perceptron(
  { inputShape, ...rest }: Parameters<typeof common>[0] & Pick<Blueprint, "inputShape">,
): ReturnType<typeof common> & { inputSize: number } {
  return { ...common(rest), inputSize: sizeOfShape(inputShape) };
}
