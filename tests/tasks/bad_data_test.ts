import { assertEquals, assertRejects } from "@std/assert";
import { useBackend } from "tandem";
import { train } from "../../tasks/train.ts";
import { UsageError } from "../../tasks/_command.ts";
import { testInFolder } from "../_folder.ts";
import { png } from "../dataset/images/_pictures.ts";
import { encodeNpy, rawBytes } from "../dataset/arrays/_bytes.ts";
import { runTask } from "./_task.ts";

/** Tables that cannot be learnt from, and how that is said of a table called FILE. */
const TABLES: readonly (readonly [what: string, text: string | Uint8Array, message: RegExp])[] = [
  ["an empty file", "", /^Cannot read "FILE": .*empty/],
  ["a header alone", "a,b\n", /^Cannot read "FILE": it has a header but no rows$/],
  ["a ragged row", "a,b\n1,2\n1,2,3\n", /^Cannot read "FILE": line 3 has 3 cells, expected 2/],
  [
    "a name twice",
    "a,b,a\n1,2,3\n",
    /^Cannot read "FILE": the header calls column 1 and column 3 "a"$/,
  ],
  ["an open quote", 'a,b\n1,"2\n', /^Cannot read "FILE": .*line 2/],
  ["another target", "long,bb\n1,2\n", /no column "b" for a target: did you mean "bb"\?$/],
  ["one class", "a,b\n1,x\n2,x\n", /"b".*"x"/],
  ["a target that is missing", "a,b\n1,x\n2,\n3,y\n", /target "b" is missing in 1 of 3 rows/],
  ["a target of NaN", "a,b\n1,0.5\n2,NaN\n3,1.5\n", /target "b" is missing in 1 of 3 rows/],
  ["classes in numbers", "a,b\n1,0\n2,1\n3,0\n4,1\n", /--task classification or --task regression/],
  ["text", "a,t,b\n1,ab,x\n2,cd,y\n3,ef,x\n4,gh,y\n", /"t" is text such as "ab":.*--features a$/],
  ["dates", "a,d,b\n1,2024-01-02,x\n2,2024-01-03,y\n", /"d" is a date.*--features a$/],
  ["no text", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /^Cannot read "FILE": /],
];

testInFolder(
  "tables that cannot be learnt from are refused in one line, before a run is made",
  async (folder) => {
    // A command ends with its process; here the next one must not find the backend half started.
    await useBackend("wasm");
    const [csv, run] = [`${folder}/t.csv`, `${folder}/run`];
    const flags = ["--csv", csv, "--target", "b", "--out", run];
    for (const [what, text, message] of TABLES) {
      const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
      await Deno.writeFile(csv, bytes);
      const error = await assertRejects(() => train(flags), UsageError, undefined, what);
      const said = error.message.replaceAll(csv, "FILE");
      assertEquals(message.test(said) ? "" : said, "", what);
      assertEquals(said.split("\n").length, 1, what);
    }
    await Deno.writeTextFile(csv, "a,b\n1,0.5\n2,1.5\n3,2.5\n");
    const untested = (): Promise<number> => train([...flags, "--test-split", "0"]);
    await assertRejects(untested, UsageError, "no samples for the test");
    await Deno.writeTextFile(csv, "");
    // The same as a process: one line, and the exit code of a mistake.
    const { code, stderr, stdout } = await runTask("train", ...flags);
    assertEquals([code, stdout, stderr.split("\n").length], [2, "", 2]);
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assertEquals(names, ["t.csv"]);
  },
  "run",
);

testInFolder(
  "a byte order mark, CRLF, quotes, semicolons and UTF-16 are read as they are meant",
  async (folder) => {
    const csv = `${folder}/t.csv`;
    const rows = Array.from({ length: 40 }, (_, i) => `${i};"${i % 2 ? 'yes, ""so""' : "no"}"`);
    const text = `\ufeffa;b\r\n${rows.join("\r\n")}\r\n`;
    const utf16 = new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer);
    for (const [name, bytes] of Object.entries({ utf8: new TextEncoder().encode(text), utf16 })) {
      await Deno.writeFile(csv, bytes);
      const run = `${folder}/${name}`;
      const flags = ["--csv", csv, "--target", "b", "--epochs", "1", "--quiet", "--out", run];
      assertEquals(await train(flags), 0);
      const { task } = JSON.parse(await Deno.readTextFile(`${run}/model/preprocessing.json`));
      assertEquals(task, { kind: "binary", classNames: ["no", 'yes, "so"'] });
    }
  },
  "run",
);

testInFolder(
  "pictures and arrays that cannot be learnt from are refused in one line",
  async (folder) => {
    await Deno.mkdir(`${folder}/pets/cat`, { recursive: true });
    await Deno.mkdir(`${folder}/pets/dog`);
    await Deno.writeFile(`${folder}/pets/cat/a.png`, png(2, 2, () => 0));
    await Deno.writeFile(`${folder}/pets/dog/b.png`, png(2, 3, () => 0));
    const floats = rawBytes(Float32Array.of(1, 2, NaN, 4));
    await Deno.writeFile(
      `${folder}/x.npy`,
      encodeNpy("<f4", [4, 1], rawBytes(Float32Array.of(1, 2, 3, 4))),
    );
    await Deno.writeFile(`${folder}/nan.npy`, encodeNpy("<f4", [4], floats));
    await Deno.writeFile(
      `${folder}/few.npy`,
      encodeNpy("<i4", [3], rawBytes(Int32Array.of(1, 0, 1))),
    );
    await Deno.writeFile(`${folder}/object.npy`, encodeNpy("|O", [4], floats));
    const refused = async (message: RegExp, ...flags: string[]): Promise<void> => {
      const out = ["--dir", folder, "--out", `${folder}/run`];
      const error = await assertRejects(() => train([...flags, ...out]), UsageError);
      assertEquals(message.test(error.message) ? "" : error.message, "");
    };
    await refused(/--image-size\), got 2x2 of .* and 2x3 of/, "--images", `${folder}/pets`);
    await refused(/one class|two classes/, "--images", `${folder}/pets/cat`);
    await refused(/NaN/, "--x", `${folder}/x.npy`, "--y", `${folder}/nan.npy`);
    await refused(
      /3 targets for 4 samples/,
      "--x",
      `${folder}/x.npy`,
      "--y",
      `${folder}/few.npy`,
    );
    await refused(/Python objects/, "--x", `${folder}/x.npy`, "--y", `${folder}/object.npy`);
    await refused(/no such file/i, "--x", `${folder}/x.npy`, "--y", `${folder}/nix.npy`);
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assertEquals(names.includes("run"), false);
  },
  "run",
);
