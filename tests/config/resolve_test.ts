import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  ACTIVATIONS,
  createSchedule,
  DEFAULT_AUGMENT,
  DEFAULT_OPTIMIZERS,
  LOSSES,
  type OptimizerInit,
  OPTIMIZERS,
  type ScheduleConfig,
} from "tandem";
import { CONFIG_FLAGS } from "../../src/config/flags.ts";
import { createOptimizer } from "../../src/optimizer/optimizer.ts";
import { resolveConfig } from "../../src/config/resolve.ts";

type FlagValues = Readonly<Record<string, string | true>>;

function resolve(flags: FlagValues, value?: unknown): ReturnType<typeof resolveConfig> {
  const file = value === undefined ? undefined : { path: "run.json", value };
  return resolveConfig({ flags: new Map(Object.entries(flags)), file });
}

Deno.test("resolveConfig() gives the tutorial's example where nothing is said", () => {
  const { hidden, activation, outputActivation, loss, optimizer, batchSize, epochs } = resolve({});
  assertEquals(
    { hidden, activation, outputActivation, loss, batchSize, epochs },
    {
      hidden: [500, 250, 100],
      activation: "relu",
      outputActivation: "softmax",
      loss: "categoricalCrossentropy",
      batchSize: 1000,
      epochs: 10,
    },
  );
  assertEquals(optimizer, {
    name: "adam",
    learningRate: 0.001,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
  });
});

Deno.test("resolveConfig() puts flags over the file, and the file over the defaults", () => {
  const config = resolve({ epochs: "3", "learning-rate": "0.5" }, {
    epochs: 5,
    seed: 7,
    optimizer: { name: "momentum", momentum: 0.5 },
  });
  assertEquals([config.epochs, config.seed, config.batchSize], [3, 7, 1000]);
  assertEquals(config.optimizer, { name: "momentum", learningRate: 0.5, momentum: 0.5 });
});

Deno.test("a flag that names another rule takes that rule's constants, not the file's", () => {
  const file = { optimizer: { name: "adam", learningRate: 0.5, beta1: 0.5 } };
  assertEquals(resolve({ optimizer: "sgd" }, file).optimizer, { name: "sgd", learningRate: 0.2 });
  assertEquals(resolve({ optimizer: "adam" }, file).optimizer, {
    name: "adam",
    learningRate: 0.5,
    beta1: 0.5,
    beta2: 0.999,
    epsilon: 1e-7,
  });
});

Deno.test("resolveConfig() knows names by their other spellings", () => {
  const { loss, metrics, outputActivation } = resolve({ loss: "mse", metrics: "acc,top_3,R2" });
  assertEquals({ loss, metrics, outputActivation }, {
    loss: "meanSquaredError",
    metrics: ["accuracy", "top3", "r2"],
    outputActivation: "sigmoid",
  });
});

Deno.test("a flag of augmentation, of early stopping or of the plateau rule turns it on", () => {
  const { shift, ...others } = DEFAULT_AUGMENT;
  assertEquals(resolve({ "augment-shift": "3" }).augment, { shift: 3, ...others });
  assertEquals(resolve({ augment: true }).augment, { shift, ...others });
  assertEquals(resolve({}).augment, null);
  assertEquals(resolve({ patience: "3" }).earlyStopping, {
    patience: 3,
    minDelta: 0,
    restoreBest: false,
    startFromEpoch: 0,
    baseline: null,
  });
  assertEquals(resolve({ "early-stopping": true }).earlyStopping?.patience, 0);
  assertEquals(resolve({ "plateau-factor": "0.5" }).reduceOnPlateau?.factor, 0.5);
  assertEquals(resolve({}).earlyStopping, null);
});

const MISTAKES: readonly (readonly [FlagValues, unknown, string])[] = [
  [{}, { epohcs: 3 }, 'config "run.json": unknown key "epohcs"; did you mean "epochs"?'],
  [{}, { epochs: "3" }, 'epochs: expected a whole number, 1 or more, got "3"'],
  [
    {},
    { optimizer: { name: "adam", beta1: 2 } },
    "optimizer.beta1: expected a number from 0 to below 1, got 2",
  ],
  [
    {},
    { optimizer: { name: "adam", bete1: 2 } },
    'unknown key "optimizer.bete1"; did you mean "beta1"?',
  ],
  [
    {},
    { optimizer: { name: "adam", momentum: 0.5 } },
    'optimizer.momentum with optimizer "adam": it belongs to momentum',
  ],
  [{}, { optimizer: "sdg" }, 'did you mean "sgd"?'],
  [{}, { hidden: [5, 0] }, "hidden.1: expected a whole number, 1 or more, got 0"],
  [{}, { hidden: "5" }, 'hidden: expected a list of whole numbers, 1 or more, got "5"'],
  [{}, { batchNorm: "yes" }, 'batchNorm: expected true or false, got "yes"'],
  [
    {},
    { earlyStopping: { patience: -1 } },
    "earlyStopping.patience: expected a whole number, 0 or more, got -1",
  ],
  [
    {},
    { classWeight: { 10: 1 } },
    'config "run.json": classWeight for class 10: expected a class from 0 to 9',
  ],
  [{}, { loss: "huber", outputActivation: "softmax" }, 'with loss "huber": expected linear'],
  [{}, [1], "expected an object, got [1]"],
  [
    { beta1: "0.5" },
    { optimizer: "sgd" },
    '--beta1 with optimizer "sgd": it belongs to adam, adamw, adamax',
  ],
  [{ "augment-scale": "1" }, undefined, '--augment-scale "1": expected a number from 0 to below 1'],
  [{ epsilon: "0" }, undefined, '--epsilon "0": expected a number above 0'],
  [
    { "plateau-factor": "1" },
    undefined,
    '--plateau-factor "1": expected a number from 0 to below 1',
  ],
];

for (const [flags, file, expected] of MISTAKES) {
  Deno.test(`resolveConfig() refuses ${JSON.stringify(file ?? flags)}: ${expected}`, () => {
    const { message } = assertThrows(() => resolve(flags, file), RangeError);
    assertStringIncludes(message, expected);
    assertEquals(message.includes("\n"), false);
  });
}

Deno.test("a resolved configuration resolves to itself, also by way of JSON", () => {
  const flags = fc.record({
    optimizer: fc.constantFrom(...OPTIMIZERS),
    activation: fc.constantFrom(...ACTIVATIONS),
    loss: fc.constantFrom(...LOSSES),
    schedule: fc.constantFrom("constant", "step", "exponential", "cosine"),
    epochs: fc.integer({ min: 1, max: 100 }).map(String),
    "batch-size": fc.constantFrom("1", "full", "77"),
    "learning-rate": fc.double({ min: 1e-6, max: 10, noNaN: true }).map(String),
    patience: fc.nat(9).map(String),
  }, { requiredKeys: [] });
  fc.assert(fc.property(flags, (given) => {
    const config = resolve(given as FlagValues);
    assertEquals(resolve({}, JSON.parse(JSON.stringify(config))), config);
  }));
});

Deno.test("every field of the configuration has a flag, and no two have the same", () => {
  const names = CONFIG_FLAGS.map(({ flag }) => flag);
  assertEquals(new Set(names).size, names.length);
  const paths = new Set(CONFIG_FLAGS.map(({ path }) => path[0]));
  assertEquals([...paths].toSorted(), Object.keys(resolve({})).toSorted());
});

Deno.test("resolveConfig() takes what the library takes, at the ends of every range", () => {
  const { optimizer, schedule } = resolve({
    schedule: "cosine",
    "min-rate-share": "1",
    "learning-rate": "0",
  });
  assertEquals(schedule, { name: "cosine", decaySteps: null, alpha: 1 });
  assertEquals(optimizer.learningRate, 0);
  const ends = [0, 1, -1e-9, 1 + 1e-9, 0.5, 1e9];
  for (const name of OPTIMIZERS) {
    for (const [key, value] of Object.entries(DEFAULT_OPTIMIZERS[name])) {
      if (typeof value !== "number") continue;
      for (const end of ends) {
        const given = { name, [key]: end } as OptimizerInit;
        assertEquals(
          throws(() => resolve({}, { optimizer: given })),
          throws(() => createOptimizer(given)),
          `${name} with ${key} ${end}`,
        );
      }
    }
  }
  const schedules = [
    ["step", ["every", "factor"]],
    ["exponential", ["decayRate", "decaySteps"]],
    ["cosine", ["decaySteps", "alpha"]],
  ] as const;
  for (const [name, keys] of schedules) {
    for (const key of keys) {
      for (const end of ends) {
        const others = { every: 1, factor: 1, decayRate: 1, decaySteps: 1, alpha: 1 };
        const all = keys.map((other) => [other, other === key ? end : others[other]] as const);
        const given = { name, ...Object.fromEntries(all) };
        assertEquals(
          throws(() => resolve({}, { schedule: given })),
          throws(() => createSchedule(given as ScheduleConfig, 1)),
          `${name} with ${key} ${end}`,
        );
      }
    }
  }
});

/** Whether a function refuses what it was given. */
function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch (error) {
    if (error instanceof RangeError) return true;
    throw error;
  }
}
