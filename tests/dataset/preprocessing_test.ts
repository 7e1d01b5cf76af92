import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { catalog } from "tandem";
import { inputsFor, pixelsFor, preprocessingOf } from "../../src/dataset/preprocessing.ts";
import { readPreprocessing, savePreprocessing } from "../../src/dataset/preprocessing_file.ts";
import { namesIn, testInFolder } from "../_folder.ts";

const BYTES = { shape: [28, 28], scale: 1 / 255 };
const clothes = preprocessingOf(catalog["fashion-mnist"], BYTES);

Deno.test("preprocessingOf() says what images went through, and what their classes are called", () => {
  const { classNames } = catalog["fashion-mnist"];
  assertEquals(clothes, { kind: "images", ...BYTES, classNames, drawable: false });
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
    [{ ...clothes, kind: "sounds" }, '"kind" to be "images", got "sounds"'],
    [{}, '"kind" to be "images", got undefined'],
    [{ ...clothes, shape: [28] }, '"shape" to be two sizes'],
    [{ ...clothes, shape: [28, 0.5] }, '"shape" to be two sizes'],
    [{ ...clothes, scale: 0 }, '"scale" to be a number other than 0'],
    [{ ...clothes, scale: "1" }, '"scale" to be a number other than 0'],
    [{ ...clothes, classNames: ["a", 1] }, '"classNames" to be a list of names'],
    [{ ...clothes, drawable: undefined }, '"drawable" to be true or false'],
  ];
  const refused = async (text: string, expected: string): Promise<void> => {
    await Deno.writeTextFile(file, text);
    const { message } = await assertRejects(() => readPreprocessing(folder), SyntaxError);
    assertEquals(message, `Cannot read preprocessing "${file}": expected ${expected}`);
  };
  for (const [value, expected] of cases) await refused(JSON.stringify(value), expected);
  await refused('{"kind":', "a JSON object");
});
