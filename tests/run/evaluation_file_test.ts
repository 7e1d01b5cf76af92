import { assertEquals, assertRejects } from "@std/assert";
import { readEvaluation, saveEvaluation } from "../../src/run/evaluation_file.ts";
import { testInFolder } from "../_folder.ts";

testInFolder(
  "readEvaluation() reads what saveEvaluation() wrote, and nothing where a run has none",
  async (folder) => {
    assertEquals(await readEvaluation(folder), undefined);
    const outputs = [
      { name: "price", targets: [1, 2.5], predictions: [0.1 + 0.2, -3e-9] },
      { name: "area", targets: [], predictions: [] },
    ];
    await saveEvaluation(folder, outputs);
    assertEquals(await readEvaluation(folder), outputs);
  },
);

testInFolder(
  "readEvaluation() refuses a file that is broken, in one line that names it",
  async (folder) => {
    const broken = [
      "",
      "[]",
      "{}",
      '{"outputs":{}}',
      '{"outputs":[{"name":1,"targets":[],"predictions":[]}]}',
      '{"outputs":[{"name":"a","targets":[1],"predictions":[]}]}',
      '{"outputs":[{"name":"a","targets":[null],"predictions":[1]}]}',
      '{"outputs":[{"name":"a","targets":["1"],"predictions":[1]}]}',
    ];
    for (const text of broken) {
      await Deno.writeTextFile(`${folder}/evaluation.json`, text);
      await assertRejects(
        () => readEvaluation(folder),
        SyntaxError,
        `Cannot read evaluation "${folder}/evaluation.json": expected as many targets as predictions`,
      );
    }
  },
);
