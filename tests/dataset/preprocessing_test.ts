import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { catalog } from "tandem";
import {
  type ArraysPreprocessing,
  inputsFor,
  pixelsFor,
  type Preprocessing,
  preprocessingOf,
  type TablePreprocessing,
} from "../../src/dataset/preprocessing.ts";
import { readPreprocessing, savePreprocessing } from "../../src/dataset/preprocessing_file.ts";
import { namesIn, testInFolder } from "../_folder.ts";

const BYTES = { shape: [28, 28], scale: 1 / 255 };
const clothes = preprocessingOf(catalog["fashion-mnist"], BYTES);

Deno.test("preprocessingOf() says what images went through, and what their classes are called", () => {
  const { classNames } = catalog["fashion-mnist"];
  assertEquals(clothes, {
    kind: "images",
    ...BYTES,
    classNames,
    drawable: false,
    ground: "dark",
  });
});

Deno.test("pixelsFor() and inputsFor() scale as the model's own images were scaled", () => {
  const pixels = Float32Array.of(0, 0.5, 1);
  assertStrictEquals(pixelsFor(clothes, pixels), pixels);
  const raw = { ...clothes, scale: 2 };
  // Half light is the byte 127.5, and twice that is 255.
  assertEquals(pixelsFor(raw, pixels), Float32Array.of(0, 255, 510));
  const inputs = { data: new Uint8Array([255]), shape: [], scale: 1 / 255 };
  assertEquals(inputsFor(raw, inputs), { ...inputs, scale: 2 });
});

const age = {
  kind: "number",
  name: "age",
  mean: 0.1,
  deviation: 2,
  fill: 0,
  indicator: true,
} as const;
const port = {
  kind: "category",
  name: "port",
  categories: ["C", "S"],
  fill: "S",
  indicator: false,
} as const;
const alone = { kind: "boolean", name: "alone", fill: false, indicator: false } as const;
const columns = [age, port, alone];
const unit = { mean: 1e6, deviation: 1 / 3 };
const table: TablePreprocessing = {
  kind: "table",
  columns,
  target: ["price", "area"],
  task: { kind: "regression", outputs: ["price", "area"] },
  units: [unit, unit],
};
const arrays: ArraysPreprocessing = {
  kind: "arrays",
  shape: [],
  scale: 0.5,
  task: { kind: "binary", classNames: ["no", "yes"] },
  units: [],
};

testInFolder("what any kind of data went through is read as it was saved", async (folder) => {
  const all: Preprocessing[] = [
    { ...clothes, shape: [28, 28, 3], ground: "dark" },
    table,
    { ...table, task: { kind: "multi-label", labels: ["price", "area"] }, units: [] },
    arrays,
    { ...arrays, shape: [4], task: { kind: "classification", classNames: ["a", "b", "c"] } },
  ];
  for (const preprocessing of all) {
    await savePreprocessing(folder, preprocessing);
    assertEquals(await readPreprocessing(folder), preprocessing);
  }
});

testInFolder(
  "what is saved beside a model is read again, and nothing where nothing is",
  async (folder) => {
    assertEquals(await readPreprocessing(folder), undefined);
    assertEquals(await readPreprocessing(`${folder}/none`), undefined);
    await savePreprocessing(folder, clothes);
    assertEquals(await namesIn(folder), ["preprocessing.json"]);
    assertEquals(await readPreprocessing(folder), clothes);
  },
);

testInFolder("a broken file is refused in one line that says what is wrong", async (folder) => {
  const file = `${folder}/preprocessing.json`;
  const cases: readonly (readonly [unknown, string])[] = [
    [[], "a JSON object"],
    [{ ...clothes, kind: "sounds" }, '"kind" to be "images", "table" or "arrays", got "sounds"'],
    [{}, '"kind" to be "images", "table" or "arrays", got undefined'],
    [{ ...clothes, shape: [28] }, '"shape" to be two or three sizes'],
    [{ ...clothes, shape: [28, 0.5] }, '"shape" to be two or three sizes'],
    [{ ...clothes, scale: 0 }, '"scale" to be a number other than 0'],
    [{ ...clothes, scale: "1" }, '"scale" to be a number other than 0'],
    [{ ...clothes, classNames: ["a", 1] }, '"classNames" to be a list of names'],
    [{ ...clothes, drawable: undefined }, '"drawable" to be true or false'],
    [{ ...clothes, ground: "grey" }, '"ground" to be "light" or "dark"'],
    [{ ...table, columns: 1 }, '"columns" to be a list of columns'],
    [{ ...table, columns: [] }, '"columns" to be one column or more'],
    [{ ...table, columns: [1] }, '"columns.0" to be "number", "category" or "boolean"'],
    [
      { ...table, columns: [...columns, { kind: "date" }] },
      '"columns.3.kind" to be "number", "category" or "boolean"',
    ],
    [{ ...table, columns: [{ ...age, fill: null }] }, '"columns.0.fill" to be a number'],
    [
      { ...table, columns: [{ ...age, deviation: 0 }] },
      '"columns.0.deviation" to be a number above 0',
    ],
    [
      { ...table, columns: [{ ...port, categories: [] }] },
      '"columns.0.categories" to be a list of one name or more',
    ],
    [
      { ...table, columns: [{ ...alone, indicator: 1 }] },
      '"columns.0.indicator" to be true or false',
    ],
    [{ ...table, target: "price" }, '"target" to be a list of one name or more'],
    [
      { ...table, task: { kind: "clustering" } },
      '"task.kind" to be "classification", "binary", "multi-label" or "regression"',
    ],
    [
      { ...table, task: { kind: "binary", classNames: ["a"] } },
      '"task.classNames" to be two names',
    ],
    [{ ...table, units: [unit] }, '"units" to be a unit for each output, or none'],
    [{ ...table, units: [unit, 1] }, '"units.1" to be a unit'],
    [{ ...arrays, shape: ["1"] }, '"shape" to be a list of sizes'],
    [{ ...arrays, units: undefined }, '"units" to be a list of units'],
  ];
  const refused = async (text: string, expected: string): Promise<void> => {
    await Deno.writeTextFile(file, text);
    const { message } = await assertRejects(() => readPreprocessing(folder), SyntaxError);
    assertEquals(message, `Cannot read preprocessing "${file}": expected ${expected}`);
  };
  for (const [value, expected] of cases) await refused(JSON.stringify(value), expected);
  await refused('{"kind":', "a JSON object");
});
