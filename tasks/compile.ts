/**
 * `deno task compile`: one program that trains on a machine without Deno, npm or network.
 *
 * @module
 */
import { ensureDir } from "@std/fs/ensure-dir";
import config from "../deno.json" with { type: "json" };
import { downloadDataset } from "../src/dataset/load.ts";
import { mirrorHosts } from "../src/dataset/mirror_hosts.ts";
import { bundleCommands, compressDataset } from "./_bundle.ts";
import { EXIT, type FlagTable, main, printHelp, readFlags, UsageError } from "./_command.ts";
import { closest } from "fastest-levenshtein";

/** The machines that Deno compiles for; for Windows on arm64 not before 2.9. */
const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
  "aarch64-pc-windows-msvc",
] as const;

/**
 * What the commands together need, and nothing else: the mirrors, the browser of this machine, the user's cache, BLAS
 * libraries, and for the benchmark the interpreters that it is given. Each command gives up what only others need.
 */
const PERMISSIONS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  `--allow-net=${[...mirrorHosts(), "127.0.0.1"]}`,
  "--allow-env=HOME,XDG_CACHE_HOME,LOCALAPPDATA",
  `--allow-ffi=${libraryFolders()}`,
  "--allow-run",
];

/** Where `deno task train:native` may open libraries. */
function libraryFolders(): string {
  const [, folders] = /--allow-ffi=(\S+)/.exec(config.tasks["train:native"].command) ?? [];
  if (folders === undefined) throw new Error("Cannot read deno.json: expected --allow-ffi");
  return folders;
}

const FLAGS: FlagTable = {
  values: {
    target: `machine that the program is for: ${TARGETS.join(", ")} (default this one)`,
    out: "path of the program (default dist/tandem)",
    dir: "folder of all data sets, for --with-data (default data)",
    deno: "the deno that compiles (default this one)",
  },
  switches: {
    "with-data": "put MNIST into the program (12 MB)",
  },
};

/**
 * Bundles and compiles.
 *
 * @param args The command line.
 * @returns The exit code.
 */
export async function compile(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.has("help")) {
    printHelp("compile [flags]: make one program of all commands", FLAGS);
    return EXIT.done;
  }
  const target = flags.value("target");
  if (target !== undefined && !TARGETS.some((known) => known === target)) {
    throw new UsageError(
      `Cannot use --target "${target}": expected one of ${TARGETS.join(", ")}; ` +
        `did you mean "${closest(target, TARGETS)}"?`,
    );
  }
  const windows = target?.includes("windows") ?? Deno.build.os === "windows";
  const output = flags.value("out") ?? `dist/tandem${windows ? ".exe" : ""}`;
  await ensureDir("dist");
  const folder = await Deno.makeTempDir({ dir: "dist", prefix: "bundle-" });
  try {
    const main = await bundleCommands(folder);
    if (flags.has("with-data")) {
      const { folder: data } = await downloadDataset("mnist", {
        dir: flags.value("dir") ?? "data",
      });
      await compressDataset("mnist", data, folder);
    }
    const { code, stderr } = await new Deno.Command(flags.value("deno") ?? Deno.execPath(), {
      args: [
        "compile",
        "--no-config",
        "--no-lock",
        "--no-check",
        ...PERMISSIONS,
        ...(target === undefined ? [] : ["--target", target]),
        "--include",
        folder,
        "--output",
        output,
        main,
      ],
      stdout: "null",
      stderr: "piped",
    }).output();
    if (code !== 0) throw new Error(explain(new TextDecoder().decode(stderr)));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const { size } = await Deno.stat(output);
  console.log(`${output}: ${Math.round(size / 1e6)} MB`);
  return EXIT.done;
}

/** One line of what deno says, and what to do where it could not fetch its runtime. */
function explain(stderr: string): string {
  const [, unreachable] = /^\s*\d+: (error sending request .*)$/m.exec(stderr) ?? [];
  if (unreachable !== undefined) {
    return `Cannot compile: Deno's runtime cannot be downloaded (${unreachable}); ` +
      "set DENORT_BIN to the path of a denort of this version";
  }
  const [, error = "no reason given"] = /^error: (.*)$/m.exec(stderr) ?? [];
  const [, causes = ""] = /\nCaused by:\n(.*?)(?:\n\n|$)/s.exec(stderr) ?? [];
  const cause = causes.split("\n").at(-1)?.replace(/^\s*(?:\d+: )?/, "");
  return `Cannot compile: ${error}${cause ? ` (${cause})` : ""}`;
}

if (import.meta.main) await main(compile);
