import { assertEquals, assertRejects } from "@std/assert";
import { makeFolderAtomically, writeAtomically } from "../../src/files/atomic_write.ts";
import { readText } from "../../src/files/read_text.ts";
import { removeTemporaryFiles } from "../../src/files/temporary.ts";
import { namesIn, testInFolder } from "../_folder.ts";

testInFolder(
  "makeFolderAtomically() replaces a folder, and leaves it where filling the new one fails",
  async (folder) => {
    const fill = (text: string) => (target: string) => Deno.writeTextFile(`${target}/file`, text);
    await makeFolderAtomically(folder, "one", fill("first"));
    await makeFolderAtomically(folder, "one", fill("second"));
    await assertRejects(() =>
      makeFolderAtomically(folder, "one", () => Promise.reject(new Error("no")))
    );
    assertEquals(await Deno.readTextFile(`${folder}/one/file`), "second");
    assertEquals(await namesIn(folder), ["one"]);
  },
);

testInFolder(
  "removeTemporaryFiles() removes what killed writers left, files and folders, and nothing else",
  async (folder) => {
    const kept = ["model.json", "notes.tmp", ".hidden", "a.part", "epoch-000001"];
    for (const name of kept) await writeAtomically(folder, name, name);
    const id = crypto.randomUUID();
    await Deno.mkdir(`${folder}/.epoch-000002.${id}.part/within`, { recursive: true });
    await Deno.mkdir(`${folder}/${id}.tmp`);
    for (const name of [`.weights.bin.${id}.part`, `weights.bin.${id}.tmp`]) {
      await Deno.writeTextFile(`${folder}/${name}`, "half");
    }
    await removeTemporaryFiles(folder);
    assertEquals(await namesIn(folder), kept.toSorted());
    await removeTemporaryFiles(`${folder}/none`);
  },
);

testInFolder("readText() leaves out a byte order mark, and no other character", async (folder) => {
  const mark = "\uFEFF";
  for (const text of ["", "{}", `a${mark}b`, "ä"]) {
    for (const written of [text, mark + text]) {
      await Deno.writeTextFile(`${folder}/text`, written);
      assertEquals(await readText(`${folder}/text`), text);
    }
  }
});
