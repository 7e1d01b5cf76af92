import { assertEquals, assertMatch } from "@std/assert";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { createMlp, modelFolder, useBackend } from "tandem";
import { namesIn, testInFolder } from "../_folder.ts";
import { needs } from "../_permissions.ts";
import { runTask } from "./_task.ts";

const SMALL = ["--limit-train=1000", "--limit-test=200", "--batch-size=100", "--hidden=8"];
/** A picture of four pixels: what these tests ask does not depend on it. */
const PICTURE = PNG.sync.write(new PNG({ width: 2, height: 2 }));

if (needs("run")) {
  testInFolder(
    "evaluate and predict take a model's folder, or its file, in place of a run",
    async (folder) => {
      const run = `${folder}/run`;
      const trained = await runTask("train", ...SMALL, "--loss=meanSquaredError", `--out=${run}`);
      assertEquals(trained.code, 0, trained.stderr);
      const byRun = await runTask("evaluate", `--run=${run}`);
      assertMatch(byRun.stdout, /^loss: 0\.0\d+\naccuracy: /);
      for (const model of [`${run}/model`, `${run}/model/`, `${run}/model/model.json`]) {
        const { stdout, stderr } = await runTask("evaluate", `--model=${model}`);
        assertEquals(stdout, byRun.stdout, stderr);
      }
      // Away from its run a model is measured by what flags say, or the defaults of training.
      await Deno.rename(`${run}/model`, `${folder}/model`);
      const alone = await runTask("evaluate", "--model", `${folder}/model`, "--loss=mse");
      assertEquals(alone.stdout, byRun.stdout, alone.stderr);
      const measured = ["--metrics=top3,f1", "--json", `--model=${folder}/model`];
      const { stdout, stderr } = await runTask("evaluate", ...measured);
      const result = JSON.parse(stdout || stderr);
      assertEquals(Object.keys(result).slice(0, 5), ["type", "loss", "top3", "f1", "model"]);
      assertEquals(result.model, `${folder}/model/model.json`);
      const picture = `${folder}/a.png`;
      await Deno.writeFile(picture, PICTURE);
      const named = await runTask("predict", `--model=${folder}/model`, "--json", picture);
      assertEquals(JSON.parse(named.stdout || "{}").file, picture, named.stderr);
    },
  );

  testInFolder(
    "a model that there is not, or that is something else, is said to be so",
    async (folder) => {
      await useBackend("cpu");
      const model = createMlp({ inputSize: 784, hidden: [], outputSize: 10 });
      await model.save(modelFolder(`${folder}/run/model`));
      await Deno.writeTextFile(`${folder}/run/config.json`, "{}");
      await Deno.writeTextFile(`${folder}/bare.json`, JSON.stringify(model.toJSON(null, false)));
      model.dispose();
      await Deno.mkdir(`${folder}/empty`);
      const cases: readonly (readonly [string[], RegExp])[] = [
        [[`--model=${folder}/run`], /a model's folder, got a run's folder; --run .*\/run names it/],
        [[`--model=${folder}/empty`], /expected a model's folder, got the folder "empty"/],
        [[`--model=${folder}/none`], /none": expected a JSON file, got no file of this name/],
        [
          [`--model=${folder}/bare.json`],
          /expected weights beside its layers, got the layers alone/,
        ],
        [["--model=README.md"], /"README.md": expected JSON/],
        [["--model=x", "--run=y"], /Cannot use --run with --model/],
        [["--model=x", "--best"], /Cannot use --best with --model/],
      ];
      await Deno.writeFile(`${folder}/a.png`, PICTURE);
      for (const [flags, expected] of cases) {
        for (const command of [["evaluate"], ["predict", `${folder}/a.png`]]) {
          const { code, stdout, stderr } = await runTask(...command, ...flags);
          assertMatch(stderr, expected);
          assertEquals([code, stdout, stderr.trimEnd().split("\n").length], [2, "", 1], stderr);
        }
      }
      const wrong = await runTask("evaluate", `--model=${folder}/run/model`, "--loss=mze");
      assertMatch(wrong.stderr, /--loss "mze": expected one of .*did you mean "mse|did you mean/);
    },
  );

  testInFolder("predict says what it was given in place of a picture", async (folder) => {
    await useBackend("cpu");
    const model = createMlp({ inputSize: 784, hidden: [], outputSize: 10 });
    await model.save(modelFolder(`${folder}/run/model`));
    model.dispose();
    await Deno.mkdir(`${folder}/folder`);
    const bytes = (text: string): Uint8Array =>
      Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    await Deno.writeFile(`${folder}/photo.png`, bytes("\xff\xd8\xff\xe0\0\x10JFIF"));
    await Deno.writeFile(`${folder}/moving.png`, bytes("GIF89a"));
    await Deno.writeFile(`${folder}/text.png`, bytes("hello"));
    const cases: readonly (readonly [string, RegExp])[] = [
      ["run", /expected a PNG or JPEG picture, got a run's folder; --run .*\/run names it$/m],
      ["run/model", /got a model's folder; --model .*\/run\/model names it$/m],
      ["folder", /got the folder "folder"$/m],
      ["none.png", /got no file of this name$/m],
      ["photo.png", /expected a JPEG picture \(it has no header\)$/m],
      ["moving.png", /got one of GIF; convert it to PNG$/m],
      ["text.png", /Cannot read ".*text\.png": expected a PNG or JPEG picture/],
    ];
    for (const [file, expected] of cases) {
      const run = [`--run=${folder}/run`, `${folder}/${file}`];
      const { code, stdout, stderr } = await runTask("predict", ...run);
      assertMatch(stderr, expected);
      assertEquals([code, stdout, stderr.trimEnd().split("\n").length], [1, "", 1]);
    }
    assertEquals((await namesIn(folder)).length, 5);
  });
}
