import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { catalog, createDataset, DEFAULT_AUGMENT, useBackend } from "tandem";
import { ARCHITECTURE_NAMES, ARCHITECTURES } from "../../src/config/architectures.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import { taskOf } from "../../src/dataset/task_of.ts";
import { blueprintOf } from "../../tasks/_fit_options.ts";

const IMAGES = createDataset({
  inputs: { data: new Uint8Array(784), shape: [28, 28] },
  targets: { data: new Uint8Array(1), shape: [] },
  classes: 10,
});

const DIGITS = taskOf(catalog.mnist);

function resolve(
  flags: Readonly<Record<string, string | true>>,
  value?: unknown,
): ReturnType<typeof resolveConfig> {
  const file = value === undefined ? undefined : { path: "run.json", value };
  return resolveConfig({ flags: new Map(Object.entries(flags)), file });
}

Deno.test("every model of the table is built for images, with an output for each class", async () => {
  await useBackend("cpu");
  for (const name of ARCHITECTURE_NAMES) {
    const model = ARCHITECTURES[name].create(blueprintOf(resolve({ model: name }), IMAGES, DIGITS));
    assertEquals(model.outputs[0]?.shape, [null, 10], name);
    model.dispose();
  }
});

Deno.test('model "linear" has one layer, whatever the file says of hidden ones', async () => {
  await useBackend("cpu");
  const config = resolve({}, { model: "linear", hidden: [5] });
  const model = ARCHITECTURES.linear.create(blueprintOf(config, IMAGES, DIGITS));
  assertEquals(model.layers.map(({ outputShape }) => outputShape), [[null, 10]]);
  assertEquals(model.countParams(), 7850);
  model.dispose();
});

Deno.test("what a model chooses gives way to the file, and the file to flags", () => {
  const own = ARCHITECTURES.cnn.defaults;
  const config = resolve({ model: "cnn" });
  assertEquals(config.optimizer.learningRate, own.optimizer.learningRate);
  assertEquals([config.batchSize, config.schedule.name], [own.batchSize, own.schedule.name]);
  const file = { batchSize: 5, epochs: 3, optimizer: { beta1: 0.5 }, schedule: "constant" };
  const { batchSize, epochs, optimizer, schedule } = resolve({ model: "cnn", epochs: "4" }, file);
  assertEquals([batchSize, epochs, schedule.name], [5, 4, "constant"]);
  assertEquals(optimizer, {
    name: "adam",
    learningRate: own.optimizer.learningRate,
    beta1: 0.5,
    beta2: 0.999,
    epsilon: 1e-7,
  });
  // Another rule has a rate of its own.
  assertEquals(resolve({ model: "cnn", optimizer: "sgd" }).optimizer.learningRate, 0.2);
});

Deno.test("a preset stands above what its model chooses, and below file and flags", () => {
  const preset = ARCHITECTURES.cnn.presets.best;
  const best = resolve({ model: "cnn", preset: "best" });
  assertEquals([best.filters, best.epochs], [[...preset.filters], preset.epochs]);
  assertEquals(best.augment, DEFAULT_AUGMENT);
  assertEquals(best.optimizer.learningRate, ARCHITECTURES.cnn.defaults.optimizer.learningRate);
  const file = { model: "cnn", preset: "best", filters: [4], augment: { shift: 1 } };
  const { filters, epochs, augment } = resolve({ epochs: "2" }, file);
  assertEquals([filters, epochs], [[4], 2]);
  assertEquals(augment, { ...DEFAULT_AUGMENT, shift: 1 });
  assertEquals(resolve({}, { ...file, augment: null }).augment, null);
});

Deno.test("a configuration of every model resolves to itself, also by way of JSON", () => {
  const presets = ARCHITECTURE_NAMES.flatMap((model) =>
    Object.keys(ARCHITECTURES[model].presets).map((preset) => ({ model, preset }))
  );
  const plain = [...ARCHITECTURE_NAMES, "some/model.json"].map((model) => ({ model }));
  for (const flags of [...plain, ...presets]) {
    const config = resolve(flags);
    assertEquals(resolve({}, JSON.parse(JSON.stringify(config))), config);
  }
});

const MISTAKES: readonly (readonly [Readonly<Record<string, string | true>>, string])[] = [
  [{ filters: "8" }, '--filters with model "mlp": it belongs to cnn'],
  [{ model: "linear", hidden: "5" }, '--hidden with model "linear": it belongs to mlp, cnn'],
  [{ model: "lenet", "batch-norm": true }, '--batch-norm with model "lenet": it belongs to mlp'],
  [{ model: "a/model.json", l2: "0.1" }, '--l2 with model "a/model.json": expected it in the file'],
  [{ preset: "best" }, '--preset "best" with model "mlp": it belongs to cnn'],
  [{ model: "cnn", preset: "bets" }, '--preset "bets": expected one of best; did you mean "best"?'],
  [{ model: "cnn", "kernel-size": "0" }, '--kernel-size "0": expected a whole number, 1 or more'],
  [{ model: "cnn", "output-activation": "relu" }, 'with loss "categoricalCrossentropy"'],
];

for (const [flags, expected] of MISTAKES) {
  Deno.test(`a model does not take ${JSON.stringify(flags)}: ${expected}`, () => {
    const { message } = assertThrows(() => resolve(flags), RangeError);
    assertStringIncludes(message, expected);
    assertEquals(message.includes("\n"), false);
  });
}
