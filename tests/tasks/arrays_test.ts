import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import { testInFolder } from "../_folder.ts";
import { encodeNpy, rawBytes } from "../dataset/arrays/_bytes.ts";
import { runTask } from "./_task.ts";

/** Numbers from -1 to 1, the same each time. */
function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * 0.999);
}

testInFolder(
  "arrays are trained on, evaluated and predicted for, amounts in their own unit",
  async (folder) => {
    const [x, y, run] = [`${folder}/x.npy`, `${folder}/y.npy`, `${folder}/run`];
    const inputs = numbers(400 * 3);
    const amounts = Float32Array.from(
      { length: 400 },
      (_, i) => 1000 + 200 * (inputs[3 * i] ?? 0) - 100 * (inputs[3 * i + 1] ?? 0),
    );
    await Deno.writeFile(x, encodeNpy("<f4", [400, 3], rawBytes(inputs)));
    await Deno.writeFile(y, encodeNpy("<f4", [400], rawBytes(amounts)));
    const flags = ["--x", x, "--y", y, "--epochs", "30", "--learning-rate", "0.005"];
    const trained = await runTask("train", ...flags, "--out", run);
    assertEquals(trained.code, 0, trained.stderr);
    assertGreater(Number(/r2: (.*)/.exec(trained.stdout)?.[1]), 0.95);
    const evaluated = await runTask("evaluate", "--run", run);
    assertEquals(evaluated.stdout, trained.stdout, evaluated.stderr);
    const whole = await runTask("evaluate", "--run", run, "--x", x, "--y", y);
    assertGreater(Number(/r2: (.*)/.exec(whole.stdout)?.[1]), 0.95);
    const { stdout } = await runTask("predict", "--run", run, "--x", x);
    const lines = stdout.trimEnd().split("\n");
    assertEquals([lines[0], lines.length], ["row,y", 401]);
    const far = lines.slice(1).map((line, i) =>
      Math.abs(Number(line.split(",")[1]) - (amounts[i] ?? 0))
    );
    assertGreater(40, far.reduce((sum, each) => sum + each, 0) / 400);

    await Deno.writeFile(x, encodeNpy("<f4", [300, 4], rawBytes(inputs)));
    const wrong = await runTask("predict", "--run", run, "--x", x);
    assertEquals(wrong.code, 2);
    assertMatch(wrong.stderr, /expected samples of shape \[3\], as the model knows, got \[4\]/);
  },
  "run",
);

testInFolder(
  "arrays of bytes and classes, with a test set of their own, are pictures",
  async (folder) => {
    const pixels = Uint8Array.from(
      { length: 200 * 36 },
      (_, i) => (Math.floor(i / 36) % 2 === (i % 6 < 3 ? 0 : 1)) ? 200 : (i * 7) % 50,
    );
    const labels = Int32Array.from({ length: 200 }, (_, i) => i % 2);
    const write = async (name: string, from: number, to: number): Promise<string[]> => {
      const count = to - from;
      const [x, y] = [`${folder}/${name}x.npy`, `${folder}/${name}y.npy`];
      await Deno.writeFile(x, encodeNpy("|u1", [count, 6, 6], pixels.slice(from * 36, to * 36)));
      await Deno.writeFile(y, encodeNpy("<i4", [count], rawBytes(labels.slice(from, to))));
      return name === "" ? ["--x", x, "--y", y] : ["--test-x", x, "--test-y", y];
    };
    const flags = [...await write("", 0, 150), ...await write("t", 150, 200)];
    const run = `${folder}/run`;
    const trained = await runTask("train", ...flags, "--epochs", "8", "--out", run);
    assertEquals([trained.code, /accuracy: (.*)/.exec(trained.stdout)?.[1]], [0, "1.0000"]);
    const { shape, scale } = JSON.parse(
      await Deno.readTextFile(`${run}/model/preprocessing.json`),
    );
    assertEquals([shape, scale], [[6, 6], 1 / 255]);
  },
  "run",
);
