import { assertEquals, assertGreaterOrEqual, assertMatch } from "@std/assert";
import { testInFolder } from "../_folder.ts";
import { png } from "../dataset/images/_pictures.ts";
import { writeDigits } from "./_own_data.ts";
import { runTask } from "./_task.ts";

testInFolder(
  "a folder of pictures is trained on, evaluated and predicted, inverted pictures too",
  async (folder) => {
    const [images, run] = [`${folder}/digits`, `${folder}/run`];
    const digits = await writeDigits(images, 1000);
    await Deno.writeTextFile(`${images}/3/broken.png`, "no picture");
    const flags = ["--images", images, "--dir", folder, "--epochs", "10", "--hidden", "64"];
    const trained = await runTask("train", ...flags, "--out", run);
    assertEquals(trained.code, 0, trained.stderr);
    assertMatch(trained.stderr, /warning: Left out "3\/broken.png": expected a PNG or JPEG/);
    assertGreaterOrEqual(Number(/accuracy: (.*)/.exec(trained.stdout)?.[1]), 0.8);
    const evaluated = await runTask("evaluate", "--run", run, "--dir", folder);
    assertEquals(evaluated.stdout, trained.stdout, evaluated.stderr);
    const all = ["--images", images, "--dir", folder, "--json"];
    const whole = await runTask("evaluate", "--run", run, ...all);
    assertEquals(JSON.parse(whole.stdout).macro.samples, 1000, whole.stderr);

    const shown = digits.slice(0, 20);
    const asked = await runTask("predict", "--run", run, ...shown.map(({ file }) => file));
    const names = asked.stdout.trimEnd().split("\n").map((line) => / (\d) \(/.exec(line)?.[1]);
    const right = names.filter((name, i) => name === `${shown[i]?.digit}`).length;
    assertGreaterOrEqual(right, 17, asked.stdout);
    // A dark picture of a larger size on light ground is one of those that the model knows.
    const stroke = (x: number, y: number): boolean => y >= 8 && y < 32 && x >= 14 && x < 17;
    await Deno.writeFile(`${folder}/one.png`, png(40, 30, (x, y) => stroke(x, y) ? 0 : 255));
    const one = await runTask("predict", "--run", run, `${folder}/one.png`, "--json");
    assertEquals(JSON.parse(one.stdout).name, "1", one.stdout);
  },
  "run",
);

testInFolder(
  "pictures of a class that a model does not know cannot evaluate it",
  async (folder) => {
    const [images, run] = [`${folder}/digits`, `${folder}/run`];
    await writeDigits(images, 60);
    const flags = ["--images", images, "--dir", folder, "--epochs", "1", "--out", run];
    assertEquals((await runTask("train", ...flags)).code, 0);
    await Deno.rename(`${images}/9`, `${images}/nine`);
    const { code, stderr } = await runTask("evaluate", "--run", run, "--images", images);
    assertEquals(code, 2);
    assertMatch(stderr, /the model knows no class "nine", but "0", "1"/);
  },
  "run",
);
