/**
 * Checks the layering: a room imports only from the rooms before it, in the order that docs/architecture.md draws; no
 * file imports itself by way of others, be it for types alone; tfjs and comlink are imported only where they belong;
 * nothing in src prints, and nothing in src is left that no program needs.
 *
 * @module
 */
import { exists } from "@std/fs/exists";
import { walk, type WalkOptions } from "@std/fs/walk";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { circlesOf } from "./_circles.ts";
import { graphOf, type Module } from "./_module_graph.ts";

const DRAWING = "docs/architecture.md";

/** What programs begin with, besides each file of these folders. */
const ENTRIES = [
  "mod.ts",
  "src/parallel/worker.ts",
  "src/dataset/images/decode_worker.ts",
  "src/dataset/csv/part_worker.ts",
];
const ENTRY_FOLDERS = ["tasks", "bench"];

/** A folder of AssemblyScript, which is no TypeScript. */
const ASSEMBLY = /[/\\]assembly$/;

/** Where a package may be imported, as beginnings of paths. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "@tensorflow/": [
    "src/engine/",
    "src/model/",
    "src/parallel/tfjs_gradients.ts",
    "bench/",
    "tasks/",
  ],
  "comlink": [
    "src/parallel/worker.ts",
    "src/parallel/pool.ts",
    "src/dataset/worker_pool.ts",
    "src/dataset/csv/part_worker.ts",
    "src/dataset/images/decode_worker.ts",
    "bench/",
  ],
};

/** The rooms in their order, as they are drawn: names with commas and arrows between them. */
async function drawnRooms(): Promise<string[]> {
  const text = await Deno.readTextFile(DRAWING);
  const drawing = /^ {4}\w[^\n]*->[^\n]*(?:\n {4,}[^\n]+)*/m.exec(text)?.[0];
  if (drawing === undefined) throw new Error(`Cannot find the rooms: none in ${DRAWING}`);
  return drawing.split(/->|,/).map((name) => name.trim());
}

/** The modules of the project that programs reach. */
async function reachedModules(): Promise<Map<string, Module>> {
  const entries: string[] = [];
  for (const entry of ENTRIES) if (await exists(entry)) entries.push(entry);
  for (const folder of ENTRY_FOLDERS) entries.push(...await codeIn(folder, { maxDepth: 1 }));
  const modules = new Map<string, Module>();
  for (const entry of entries) {
    // What an earlier entry reached is known with all that it imports.
    if (modules.has(entry)) continue;
    for (const module of (await graphOf(entry)).modules) {
      const file = fileOf(module.specifier);
      if (file !== undefined && roomNameOf(file) !== undefined) modules.set(file, module);
    }
  }
  return modules;
}

function fileOf(specifier: string): string | undefined {
  return specifier.startsWith("file:")
    ? relative(".", fileURLToPath(specifier)).replaceAll("\\", "/")
    : undefined;
}

/** `dataset` of `src/dataset/idx.ts`, `bounds` of `src/bounds.ts`, `tasks` of `tasks/train.ts`. */
function roomNameOf(file: string): string | undefined {
  const [top = "", room = ""] = file.split("/");
  if (top === "src") return room.replace(/\.ts$/, "");
  return ENTRY_FOLDERS.includes(top) || file === "mod.ts" ? top : undefined;
}

function importsOf({ dependencies = [] }: Module): string[] {
  const files = dependencies
    .flatMap(({ code, type }) => [code?.specifier, type?.specifier])
    .map((specifier) => specifier === undefined ? undefined : fileOf(specifier))
    .filter((file) => file !== undefined);
  return [...new Set(files)];
}

function wrongRooms(file: string, imported: string, rooms: readonly string[]): string[] {
  // The commands read the project's name and version; the library's face shows every room.
  if (imported === "deno.json" && file.startsWith("tasks/")) return [];
  if (file === "mod.ts") return [];
  // What lies in links/ stands for packages.
  if (imported.startsWith("links/")) return [];
  const [from, to] = [file, imported].map((path) => rooms.indexOf(roomNameOf(path) ?? ""));
  if (to === undefined || to < 0) return [`${file}: "${imported}" is in no room of ${DRAWING}`];
  const late = to > (from ?? -1);
  return late ? [`${file}: must not import "${imported}", which comes after it`] : [];
}

function wrongPackages(file: string, { dependencies = [] }: Module): string[] {
  return Object.entries(PACKAGES).flatMap(([name, places]) =>
    dependencies.some(({ specifier }) => specifier.startsWith(name)) && file !== "mod.ts" &&
      !places.some((place) => file.startsWith(place))
      ? [`${file}: must not import "${name}"`]
      : []
  );
}

async function codeIn(folder: string, options: WalkOptions): Promise<string[]> {
  if (!await exists(folder)) return [];
  const files = walk(folder, { includeDirs: false, exts: [".ts"], ...options });
  return await Array.fromAsync(files, ({ path }) => path.replaceAll("\\", "/"));
}

async function wrongSources(reached: ReadonlyMap<string, Module>): Promise<string[]> {
  const found: string[] = [];
  for (const file of await codeIn("src", { skip: [ASSEMBLY] })) {
    if (!reached.has(file)) found.push(`${file}: nothing imports it`);
    // Examples in comments may print.
    const code = (await Deno.readTextFile(file)).replaceAll(/^\s*\*.*$/gm, "");
    if (/\bconsole\./.test(code)) found.push(`${file}: must not print; emit an event`);
  }
  return found;
}

const rooms = await drawnRooms();
const modules = await reachedModules();
const imports = new Map([...modules].map(([file, module]) => [file, importsOf(module)]));
const found = [
  ...[...imports].flatMap(([file, files]) => files.flatMap((to) => wrongRooms(file, to, rooms))),
  ...[...modules].flatMap(([file, module]) => wrongPackages(file, module)),
  ...circlesOf(imports).map((circle) => `${circle.join(" -> ")}: must not go in a circle`),
  ...await wrongSources(modules),
];
for (const line of found.toSorted()) console.error(line);
if (found.length > 0) Deno.exit(1);
