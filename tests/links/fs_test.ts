import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { emptyDir, emptyDirSync } from "@std/fs/empty-dir";
import { ensureDir, ensureDirSync } from "@std/fs/ensure-dir";
import { exists, existsSync } from "@std/fs/exists";
import { walk, type WalkOptions } from "@std/fs/walk";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { needs } from "../_permissions.ts";

function fileTest(name: string, fn: (dir: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: !needs("read", "write"),
    fn: async () => {
      const dir = await Deno.makeTempDir();
      try {
        await fn(dir);
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
    },
  });
}

function names(dir: string): string[] {
  return [...Deno.readDirSync(dir)].map((entry) => entry.name);
}

fileTest("ensureDir() makes the directory and its parents once", async (dir) => {
  await ensureDir(`${dir}/a/b`);
  await Deno.writeTextFile(`${dir}/a/b/kept`, "");
  await ensureDir(pathToFileURL(`${dir}/a/b`));
  ensureDirSync(`${dir}/a/b`);
  ensureDirSync(`${dir}/a/c`);
  assertEquals(names(`${dir}/a`).sort(), ["b", "c"]);
  assertEquals(names(`${dir}/a/b`), ["kept"]);
});

fileTest("ensureDir() fails where there is a file", async (dir) => {
  await Deno.writeTextFile(`${dir}/file`, "");
  const message = "Failed to ensure directory exists: expected 'dir', got 'file'";
  await assertRejects(() => ensureDir(`${dir}/file`), Error, message);
  assertThrows(() => ensureDirSync(`${dir}/file`), Error, message);
});

fileTest("emptyDir() removes what is in the directory and keeps it", async (dir) => {
  for (const empty of [emptyDir, emptyDirSync]) {
    await Deno.mkdir(`${dir}/run/deep`, { recursive: true });
    await Deno.writeTextFile(`${dir}/run/deep/file`, "");
    await Deno.writeTextFile(`${dir}/run/.hidden`, "");
    await empty(pathToFileURL(`${dir}/run`));
    assertEquals(names(`${dir}/run`), []);
  }
});

fileTest("emptyDir() makes a missing directory", async (dir) => {
  await emptyDir(`${dir}/a/b`);
  emptyDirSync(`${dir}/a/c`);
  assertEquals(names(`${dir}/a`).sort(), ["b", "c"]);
});

fileTest("exists() tells files, directories and nothing apart", async (dir) => {
  await Deno.writeTextFile(`${dir}/file`, "");
  for (const ask of [exists, existsSync]) {
    assertEquals(await ask(`${dir}/file`), true);
    assertEquals(await ask(pathToFileURL(dir)), true);
    assertEquals(await ask(`${dir}/file`, { isFile: true, isReadable: true }), true);
    assertEquals(await ask(`${dir}/file`, { isDirectory: true }), false);
    assertEquals(await ask(dir, { isFile: true }), false);
    assertEquals(await ask(`${dir}/none`), false);
  }
});

fileTest("exists() looks at the target of a link", async (dir) => {
  await Deno.symlink(`${dir}/none`, `${dir}/broken`);
  await Deno.symlink(dir, `${dir}/link`);
  assertEquals(await exists(`${dir}/broken`), false);
  assertEquals(existsSync(`${dir}/link`, { isDirectory: true }), true);
});

fileTest("exists() refuses to look for a file that is a directory", async (dir) => {
  const both = { isFile: true, isDirectory: true };
  await assertRejects(() => exists(dir, both), TypeError, "must not be true together");
  assertThrows(() => existsSync(dir, both), TypeError, "must not be true together");
  assertEquals(await exists(`${dir}/none`, both), false);
});

Deno.test({
  name: "exists() throws without the permission to read",
  permissions: { read: false },
  fn: async () => {
    await assertRejects(() => exists("file"), Deno.errors.NotCapable);
    assertThrows(() => existsSync("file"), Deno.errors.NotCapable);
  },
});

async function walked(root: string | URL, options?: WalkOptions): Promise<string[]> {
  return (await Array.fromAsync(walk(root, options), ({ path }) => path)).sort();
}

fileTest("walk() finds the directory, and all files and directories in it", async (dir) => {
  await ensureDir(`${dir}/a/b`);
  for (const name of ["a/b/one.ts", "a/two.json", "three.ts"]) {
    await Deno.writeTextFile(`${dir}/${name}`, "");
  }
  const below = ["a", "a/b", "a/b/one.ts", "a/two.json", "three.ts"].map((name) => join(dir, name));
  assertEquals(await walked(dir), [dir, ...below]);
  assertEquals(await walked(pathToFileURL(dir)), [dir, ...below]);
  assertEquals(await walked(dir, { maxDepth: -1 }), []);
  assertEquals(await walked(dir, { maxDepth: 0 }), [dir]);
  assertEquals(await walked(dir, { maxDepth: 1 }), [dir, join(dir, "a"), join(dir, "three.ts")]);
  const modules = [join(dir, "a/b/one.ts"), join(dir, "three.ts")];
  assertEquals(await walked(dir, { skip: [/[/\\]a$/] }), [dir, join(dir, "three.ts")]);
  assertEquals(await walked(dir, { includeDirs: false, skip: [/three/, /one/] }), [
    join(dir, "a/two.json"),
  ]);
  assertEquals(await walked(dir, { skip: [/./] }), []);
  for (const ext of [".ts", "ts"]) {
    assertEquals(await walked(dir, { includeDirs: false, exts: [ext] }), modules);
  }
  assertEquals(
    (await Array.fromAsync(walk(join(dir, "a/b")))).map((entry) => ({ ...entry })),
    [
      {
        path: join(dir, "a/b"),
        name: "b",
        isFile: false,
        isDirectory: true,
        isSymlink: false,
      },
      {
        path: join(dir, "a/b/one.ts"),
        name: "one.ts",
        isFile: true,
        isDirectory: false,
        isSymlink: false,
      },
    ],
  );
});

fileTest("walk() names a link, and does not follow it", async (dir) => {
  await ensureDir(`${dir}/a/b`);
  await Deno.symlink(`${dir}/a`, `${dir}/a/b/round`);
  const links = (await Array.fromAsync(walk(dir))).filter(({ isSymlink }) => isSymlink);
  assertEquals(links.map(({ path }) => path), [join(dir, "a/b/round")]);
});

fileTest("walk() fails where there is no directory", async (dir) => {
  for (const includeDirs of [true, false]) {
    await assertRejects(() => walked(`${dir}/none`, { includeDirs }), Deno.errors.NotFound);
  }
});
