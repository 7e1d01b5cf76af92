import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertGreaterOrEqual, assertMatch } from "@std/assert";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { loadDataset, modelFolder, useBackend } from "tandem";
import { randomStream } from "../../src/parallel/random.ts";
import { needs } from "../_permissions.ts";
import { takePhoto } from "../dataset/_photo.ts";
import { png } from "../dataset/images/_pictures.ts";
import { runTask } from "./_task.ts";

const ignore = !needs("read", "write", "run");
const DIGITS = 40;

Deno.test({
  name: "predict reads MNIST's own pictures as the model does, drawings and photos nearly so",
  ignore,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const size = ["--limit-train=12000", "--epochs=4", "--batch-size=100", "--hidden=128"];
      const trained = await runTask("train", ...size, "--out", `${folder}/run`);
      assertEquals(trained.code, 0, trained.stderr);
      const { test } = await loadDataset("mnist");
      const pixels = test.inputs.data;
      const names = Array.from({ length: DIGITS }, (_, i) => i);
      for (const i of names) {
        const pixel = (x: number, y: number): number => pixels[i * 784 + y * 28 + x] ?? 0;
        await Deno.writeFile(`${folder}/own${i}.png`, png(28, 28, pixel));
        const drawn = png(200, 200, (x, y) => {
          const [column, row] = [Math.floor(x / 5) - 6, Math.floor(y / 5) - 2];
          const inside = column >= 0 && row >= 0 && column < 28 && row < 28;
          return 255 - (inside ? pixel(column, row) : 0);
        });
        await Deno.writeFile(`${folder}/drawn${i}.png`, drawn);
        const setting = {
          dark: i % 2 === 0,
          light: i % 4 < 2 ? "linear" : "radial",
          noise: 0.03 + 0.04 * (i % 3) / 2,
        } as const;
        const cover = Float32Array.from(pixels.subarray(i * 784, (i + 1) * 784), (v) => v / 255);
        const photo = takePhoto(cover, setting, randomStream(7, i));
        const { width, height, pixels: taken } = photo;
        const photographed = png(height, width, (x, y) => 255 * (taken[y * width + x] ?? 0));
        await Deno.writeFile(`${folder}/photo${i}.png`, photographed);
      }
      const classes = async (kind: string): Promise<number[]> => {
        const files = names.map((i) => `${folder}/${kind}${i}.png`);
        const { code, stdout, stderr } = await runTask(
          "predict",
          "--json",
          `--run=${folder}/run`,
          ...files,
        );
        assertEquals(code, 0, stderr);
        return stdout.trim().split("\n").map((line) => JSON.parse(line).class);
      };
      await useBackend("cpu");
      const model = await tf.loadLayersModel(modelFolder(`${folder}/run/model`));
      const x = tf.tensor2d(Float32Array.from(pixels.subarray(0, DIGITS * 784), (v) => v / 255), [
        DIGITS,
        784,
      ]);
      const expected = [...(model.predict(x) as tf.Tensor).argMax(1).dataSync()];
      assertEquals(await classes("own"), expected);
      const drawn = await classes("drawn");
      // Scaled and centred anew they are not the same pictures any more.
      const same = drawn.filter((label, i) => label === expected[i]).length;
      assertGreaterOrEqual(same / DIGITS, 0.8);
      // Read as they are, one photo in four is named right.
      const photographed = await classes("photo");
      const found = photographed.filter((label, i) => label === expected[i]).length;
      assertGreaterOrEqual(found / DIGITS, 0.9);
      const { stdout } = await runTask(
        "predict",
        `--run=${folder}/run`,
        "--top=3",
        `${folder}/own0.png`,
      );
      assertMatch(stdout, /own0\.png: 7 \(\d\.\d{4}\), \d \(\d\.\d{4}\), \d \(\d\.\d{4}\)\n$/);
      // White ink on a transparent sheet, and a sheet with nothing on it.
      const ink = new PNG({ width: 28, height: 28 });
      ink.data.fill(255);
      for (let i = 0; i < 784; i++) ink.data[4 * i + 3] = pixels[i] ?? 0;
      const large = new PNG({ width: 280, height: 280 });
      large.data.fill(255);
      for (let i = 0; i < large.data.length / 4; i++) {
        const [x, y] = [Math.floor((i % 280) / 10), Math.floor(i / 2800)];
        large.data[4 * i + 3] = pixels[y * 28 + x] ?? 0;
      }
      await Deno.writeFile(`${folder}/ink.png`, PNG.sync.write(ink));
      await Deno.writeFile(`${folder}/large.png`, PNG.sync.write(large));
      await Deno.writeFile(`${folder}/blank.png`, png(50, 50, () => 200));
      const files = ["ink", "blank", "large"].map((name) => `${folder}/${name}.png`);
      const mixed = await runTask("predict", `--run=${folder}/run`, ...files);
      assertMatch(mixed.stdout, /ink\.png: 7 .*\n.*blank\.png: blank\n.*large\.png: 7 /);
      assertEquals([mixed.code, mixed.stderr], [1, ""]);
      const json = await runTask("predict", `--run=${folder}/run`, "--json", ...files);
      const answers = json.stdout.trim().split("\n").map((line) => JSON.parse(line));
      assertEquals(answers.map((answer) => answer.class), [7, null, 7]);
      assertEquals(answers.map(({ unsure, blank }) => unsure ?? blank), [false, true, false]);
      const wrong = await runTask("predict", `--run=${folder}/run`, "README.md");
      assertEquals([wrong.code, wrong.stdout], [1, ""]);
      assertMatch(
        wrong.stderr,
        /^error: Cannot read "README.md": expected a PNG or JPEG picture.*\n$/,
      );
      // Beside one that cannot be read, the others are answered.
      const some = ["README.md", `${folder}/ink.png`, `${folder}/none.png`, `${folder}/large.png`];
      const answered = await runTask("predict", `--run=${folder}/run`, ...some);
      assertMatch(answered.stdout, /^.*ink\.png: 7 .*\n.*large\.png: 7 .*\n$/);
      assertEquals(answered.code, 1);
      assertMatch(answered.stderr, /^warning: Cannot read .*none.png.*\nerror: .*"README.md".*\n$/);
      tf.disposeVariables();
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "predict without pictures says so, and exits with 2",
  ignore,
  fn: async () => {
    const { code, stderr } = await runTask("predict");
    assertEquals(code, 2);
    assertMatch(stderr, /^error: .*expected PNG or JPEG files.*\n$/);
  },
});
