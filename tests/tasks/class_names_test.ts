import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { catalog } from "tandem";
import { needs } from "../_permissions.ts";
import { encodeIdx, temporaryFolder } from "../dataset/_idx_files.ts";
import { type Outcome, runTask } from "./_task.ts";

const { files, classNames } = catalog["fashion-mnist"];

/** Writes a few random pictures under the names of Fashion-MNIST's files, two of each class. */
async function writePictures(folder: string): Promise<void> {
  const count = 2 * classNames.length;
  for (const { name, role } of files) {
    const bytes = role.endsWith("Images")
      ? encodeIdx([count, 28, 28], crypto.getRandomValues(new Uint8Array(count * 784)))
      : encodeIdx([count], Uint8Array.from({ length: count }, (_, i) => i % classNames.length));
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
}

Deno.test({
  name: "evaluate, predict and report call the classes of Fashion-MNIST by their names",
  ignore: !needs("read", "write", "run"),
  fn: async () => {
    await using folder = await temporaryFolder();
    const { path } = folder;
    await writePictures(path);
    const run = `--run=${path}/run`;
    const data = `--data-dir=${path}`;
    const succeed = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr }: Outcome = await runTask(...args);
      assertEquals(code, 0, stderr);
      return stdout;
    };
    const size = ["--epochs=1", "--batch-size=10", "--hidden=8", "--metrics=recallByClass"];
    await succeed("train", "--dataset=fashion-mnist", data, ...size, `--out=${path}/run`);

    const verbose = await succeed("evaluate", run, data, "--verbose");
    assertStringIncludes(verbose, `true\\predicted  ${classNames.join("  ")}\n`);
    assertMatch(verbose, /^ +class .*\nT-shirt\/top .*\n( +[A-Z].*\n){9} +macro /);
    const { classes } = JSON.parse(await succeed("evaluate", run, data, "--json"));
    assertEquals(
      classes.map((scored: { class: number; name: string }) => [scored.class, scored.name]),
      classNames.map((name, i) => [i, name]),
    );

    const picture = `${path}/picture.png`;
    // Light all over but for a corner: no stroke of a pen, and not blank.
    const cloth = new PNG({ width: 28, height: 28 });
    cloth.data.fill(255);
    cloth.data.set([0, 0, 0, 255], 0);
    await Deno.writeFile(picture, PNG.sync.write(cloth));
    const predicted = await succeed("predict", run, "--top=10", picture);
    for (const name of classNames) assertMatch(predicted, RegExp(` ${name} \\(\\d\\.\\d{4}\\)`));
    const prediction = JSON.parse(await succeed("predict", run, "--json", picture));
    assertEquals(prediction.name, classNames[prediction.class]);

    await succeed("report", run);
    const page = await Deno.readTextFile(`${path}/run/report.html`);
    assertStringIncludes(page, "<th>validation recall of Ankle boot</th>");
  },
});
