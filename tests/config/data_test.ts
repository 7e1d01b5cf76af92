import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Task } from "tandem";
import type { DataFacts } from "../../src/config/data_facts.ts";
import { dataSourceOf } from "../../src/config/data_source.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import type { RunConfig } from "../../src/config/run_config.ts";
import { sizedDefaults } from "../../src/config/sized_defaults.ts";

type FlagValues = Readonly<Record<string, string | true>>;

function resolve(flags: FlagValues, facts?: DataFacts, value?: unknown): RunConfig {
  const file = value === undefined ? undefined : { path: "run.json", value };
  return resolveConfig({ flags: new Map(Object.entries(flags)), file, facts });
}

function refusal(flags: FlagValues, facts?: DataFacts, value?: unknown): string {
  return assertThrows(() => resolve(flags, facts, value), RangeError).message;
}

const MPG: Task = { kind: "regression", outputs: ["mpg"] };
const WON: Task = { kind: "binary", classNames: ["no", "yes"] };

Deno.test("where nothing is said, samples come from MNIST", () => {
  assertEquals(dataSourceOf(resolve({})), { kind: "named", name: "mnist" });
});

Deno.test("data of one's own take the place of a data set by name", () => {
  const csv = resolve({ csv: "cars.csv", target: "mpg", features: "weight, year" });
  assertEquals(csv.dataset, null);
  assertEquals(resolve({ csv: "a.csv", target: '"size, m²",b' }).target, ["size, m²", "b"]);
  assertEquals(dataSourceOf(csv), {
    kind: "csv",
    file: "cars.csv",
    target: ["mpg"],
    features: ["weight", "year"],
    missing: "indicate",
  });
  assertEquals(dataSourceOf(resolve({ images: "pets", "image-size": "28x32", channels: "3" })), {
    kind: "images",
    folder: "pets",
    imageSize: [28, 32],
    channels: 3,
  });
  assertEquals(dataSourceOf(resolve({ x: "x.npy", y: "y.npy", task: "regression" })), {
    kind: "arrays",
    x: "x.npy",
    y: "y.npy",
    task: "regression",
  });
});

Deno.test("sources that exclude each other, and what belongs to another one, are refused", () => {
  assertEquals(
    refusal({ csv: "a.csv", target: "b", images: "c" }),
    "Cannot use --images with --csv: expected one of them",
  );
  assertEquals(
    refusal({ csv: "a.csv", target: "b" }, undefined, { dataset: "mnist" }),
    'Cannot use --csv with config "run.json": dataset: expected one of them',
  );
  assertEquals(refusal({ target: "b" }), "Cannot use --target without --csv");
  assertEquals(refusal({ task: "regression" }), "Cannot use --task without --csv or --x");
  assertEquals(
    refusal({ csv: "a.csv" }),
    "Cannot use --csv without --target: expected the name of the column to predict",
  );
  assertEquals(
    refusal({ x: "a.npy" }),
    "Cannot use --x without --y: expected an array of what is to be predicted",
  );
  assertEquals(
    refusal({ x: "a.npy" }, undefined, { seed: 1 }),
    "Cannot use --x without --y: expected an array of what is to be predicted",
  );
  assertEquals(
    refusal({}, undefined, { csv: "a.csv" }),
    'Cannot use config "run.json": csv without config "run.json": target: ' +
      "expected the name of the column to predict",
  );
  assertEquals(
    refusal({ x: "a", y: "b", "test-y": "c" }),
    "Cannot use --test-y without --test-x: expected both or none",
  );
  assertEquals(
    refusal({ images: "a", "image-size": "28" }),
    'Cannot use --image-size "28": expected a height and a width in pixels, such as 28x28',
  );
  assertEquals(
    refusal({ images: "a", channels: "2" }),
    'Cannot use --channels "2": expected 1 or 3',
  );
});

Deno.test("data decide loss, metrics, output, batches, epochs and layers, where nothing is said", () => {
  const flags = { csv: "cars.csv", target: "mpg" };
  const facts = { kind: "table", task: MPG, samples: 314 } as const;
  const { loss, outputActivation, batchSize, epochs, hidden } = resolve(flags, facts);
  assertEquals([loss, outputActivation], ["meanSquaredError", "linear"]);
  const sized: object = sizedDefaults(facts);
  assertEquals({ batchSize, epochs, hidden }, sized);
  const said = resolve({ ...flags, hidden: "7", "batch-size": "5", epochs: "3" }, facts);
  assertEquals([said.hidden, said.batchSize, said.epochs], [[7], 5, 3]);
  const won = resolve(flags, { ...facts, task: WON });
  assertEquals([won.loss, won.outputActivation], ["binaryCrossentropy", "sigmoid"]);
});

Deno.test("a model's own defaults stand above what the number of samples says", () => {
  const facts = { kind: "images", task: WON, samples: 300 } as const;
  const { batchSize, hidden, epochs } = resolve({ images: "pets", model: "cnn" }, facts);
  assertEquals([batchSize, hidden, epochs], [128, [128], sizedDefaults(facts).epochs]);
  const table = { kind: "table", task: WON, samples: 300 } as const;
  const linear = resolve({ csv: "cars.csv", target: "won", model: "linear" }, table);
  // A batch of 128 would be a tenth of the steps that the epochs are counted for.
  assertEquals([linear.batchSize, linear.hidden], [16, []]);
});

Deno.test("sizedDefaults() gives batches of 16 to 1000 and 10 to 150 epochs, fewer for more samples", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e7 }), (samples) => {
    const { batchSize = NaN, epochs = NaN } = sizedDefaults({ kind: "table", task: MPG, samples });
    return batchSize >= 16 && batchSize <= 1000 && epochs >= 10 && epochs <= 150;
  }));
  const sizes = [100, 1000, 10_000, 100_000, 1_000_000]
    .map((samples) => sizedDefaults({ kind: "table", task: MPG, samples }));
  assertEquals(sizes.map(({ batchSize }) => batchSize), [16, 16, 128, 1000, 1000]);
  assertEquals(sizes.map(({ epochs }) => epochs), [150, 24, 19, 15, 10]);
});

Deno.test("choices that the data have no use for are refused once they are known", () => {
  const flags = { csv: "cars.csv", target: "mpg" };
  const facts = { kind: "table", task: MPG, samples: 314 } as const;
  assertEquals(
    refusal({ ...flags, augment: true }, facts),
    "Cannot use --augment with a table: expected images",
  );
  assertEquals(
    refusal({ ...flags, metrics: "r2,auc" }, facts),
    'Cannot use --metrics "auc" for regression: expected some of ' +
      "meanSquaredError, meanAbsoluteError, rootMeanSquaredError, r2",
  );
  assertEquals(resolve({ ...flags, metrics: "r2,huber" }, facts).metrics, ["r2", "huber"]);
  assertEquals(resolve({ ...flags, metrics: "top3" }, { ...facts, task: WON }).metrics, ["top3"]);
  assertEquals(
    refusal({ ...flags, "class-weight": "1=2" }, facts),
    "Cannot use --class-weight for regression: expected data whose samples are of one class each",
  );
  assertEquals(
    refusal({ ...flags, "class-weight": "2=2" }, { ...facts, task: WON }),
    "Cannot use --class-weight for class 2: expected a class from 0 to 1",
  );
  const early = resolve({ ...flags, "class-weight": "1=2", monitor: "val_r2" });
  assertEquals(early.monitor, "val_r2");
});
