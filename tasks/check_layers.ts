/**
 * Checks the layering: a room imports only from the rooms before it, tfjs and comlink only where they belong, and
 * nothing in src prints.
 *
 * @module
 */
import { join, relative } from "node:path";

/** The rooms in order; those on one line do not know each other's place, but stand in it all the same. */
const ROOMS = [
  "arrays",
  "is_record.ts",
  "bounds.ts",
  "options.ts",
  "files",
  "events.ts",
  "dataset",
  "engine",
  "model",
  "optimizer",
  "parallel",
  "config",
  "training",
  "cluster",
  "report",
  "web",
];

/** Where a package may be imported, as beginnings of paths. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "@tensorflow/": [
    "src/engine/",
    "src/model/",
    "src/parallel/tfjs_gradients.ts",
    "bench/",
    "tasks/",
  ],
  "comlink": ["src/parallel/worker.ts", "src/parallel/pool.ts", "bench/"],
};

const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

async function sourceFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) files.push(...await sourceFiles(path));
    else if (path.endsWith(".ts")) files.push(path);
  }
  return files;
}

function roomOf(file: string): number {
  const [top, room = ""] = file.split("/");
  if (top === "src") return ROOMS.indexOf(room);
  const last = ["bench", "tasks"].indexOf(top ?? "");
  return last < 0 ? -1 : ROOMS.length + last;
}

function violations(file: string, specifier: string): string[] {
  if (!specifier.startsWith(".")) {
    return Object.entries(PACKAGES)
      .filter(([name, places]) =>
        specifier.startsWith(name) && !places.some((place) => file.startsWith(place))
      )
      .map(([name]) => `${file}: must not import "${name}"`);
  }
  const target = relative(".", join(file, "..", specifier));
  // The commands read the project's name and version.
  if (target === "deno.json" && file.startsWith("tasks/")) return [];
  const late = roomOf(target) > roomOf(file);
  if (roomOf(target) < 0) return [`${file}: "${target}" is in no room`];
  return late ? [`${file}: must not import "${target}", which comes after it`] : [];
}

const found: string[] = [];
const files = await Promise.all(["src", "bench", "tasks"].map(sourceFiles));
for (const file of files.flat()) {
  // Examples in comments import the package by name.
  const code = (await Deno.readTextFile(file)).replaceAll(/^\s*\*.*$/gm, "");
  if (file.startsWith("src/") && /\bconsole\./.test(code)) {
    found.push(`${file}: must not print; emit an event`);
  }
  for (const [, specifier = ""] of code.matchAll(IMPORT)) {
    found.push(...violations(file, specifier));
  }
}
for (const line of found) console.error(line);
if (found.length > 0) Deno.exit(1);
