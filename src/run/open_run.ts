/**
 * The folder that training writes a run into: made for one process alone, and so that nothing is lost where training
 * cannot begin.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { ensureDir } from "@std/fs/ensure-dir";
import { exists } from "@std/fs/exists";
import { readText } from "../files/read_text.ts";
import { removeIfThere } from "../files/remove.ts";
import { removeTemporaryFiles } from "../files/temporary.ts";
import { type OptionNames, refuseUnknown } from "../options.ts";
import { parseMetrics } from "./metrics_file.ts";
import {
  bestFolderOf,
  checkpointFolderOf,
  CONFIG,
  metricsFileOf,
  modelFolderOf,
  readRunConfig,
  saveConfig,
  textOf,
} from "./run_folder.ts";

/** A run that training writes. Disposing takes back what was made for it, unless the run was kept. */
export interface OpenRun extends AsyncDisposable {
  /** The folder. */
  readonly folder: string;
  /** The choices of the run. */
  readonly config: object;
  /** Writes what became of a choice that was left open. */
  settle(choices: object): Promise<void>;
  /** Says that the run has begun: it stays, and a run that it replaces is removed. May be called again. */
  keep(): Promise<void>;
}

/** How {@linkcode makeRun} makes a run. */
export interface MakeRunOptions {
  /** Replace a run that the folder holds, once the new one has begun. @default false */
  readonly overwrite?: boolean;
}

const MAKE_RUN_OPTIONS: OptionNames<MakeRunOptions> = { overwrite: true };

/**
 * Makes the folder of a new run, with its configuration. Of two processes that make one folder, one succeeds.
 *
 * @param folder The folder; there may be one that holds no run.
 * @param config The choices of the run: any object that JSON can hold.
 * @param options See {@linkcode MakeRunOptions}.
 * @returns The run.
 * @throws {Deno.errors.AlreadyExists} If the folder holds a run that is not to be replaced.
 * @throws {TypeError} If there is a file of this name, or a run without its configuration, which is not replaced.
 */
export async function makeRun(
  folder: string,
  config: object,
  options: MakeRunOptions = {},
): Promise<OpenRun> {
  refuseUnknown("Cannot make a run with", options, MAKE_RUN_OPTIONS);
  const { overwrite = false } = options;
  if (await exists(folder, { isFile: true })) {
    throw new TypeError(`Cannot make run "${folder}": expected a folder, got a file`);
  }
  await ensureDir(dirname(folder));
  const replaced = await holdsRun(folder) ? await setAside(folder, overwrite) : undefined;
  const made = await makeFolder(folder);
  try {
    await Deno.writeTextFile(join(folder, CONFIG), textOf(config), { createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw inUse(folder);
    throw error;
  }
  let kept = false;
  return {
    folder,
    config,
    settle: (choices) => saveConfig(folder, { ...config, ...choices }),
    async keep(): Promise<void> {
      kept = true;
      if (replaced !== undefined) await removeIfThere(replaced);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      if (kept) return;
      await removeIfThere(made ? folder : join(folder, CONFIG));
      if (replaced !== undefined) await Deno.rename(replaced, folder);
    },
  };
}

/**
 * Makes the folder of a run that has no name yet.
 *
 * @param folder The name that it gets if there is none like it; otherwise a number is added.
 * @param config The choices of the run: any object that JSON can hold.
 * @returns The run.
 */
export async function makeNumberedRun(folder: string, config: object): Promise<OpenRun> {
  for (let number = 1;; number++) {
    try {
      return await makeRun(number === 1 ? folder : `${folder}-${number}`, config);
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/**
 * Opens a run to go on with, and removes what a process that was killed left half-written in it.
 *
 * @param folder The run's folder.
 * @param config The choices that it goes on with: any object that JSON can hold.
 * @returns The run.
 */
export async function reopenRun(folder: string, config: object): Promise<OpenRun> {
  const written = [modelFolderOf, bestFolderOf, checkpointFolderOf].map((of) => of(folder));
  for (const each of [folder, ...written]) await removeTemporaryFiles(each);
  let settled = config;
  return {
    folder,
    config,
    settle(choices): Promise<void> {
      settled = { ...settled, ...choices };
      return saveConfig(folder, settled);
    },
    keep: () => saveConfig(folder, settled),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function holdsRun(folder: string): Promise<boolean> {
  const parts = [
    join(folder, CONFIG),
    ...[metricsFileOf, modelFolderOf, bestFolderOf, checkpointFolderOf].map((of) => of(folder)),
  ];
  return (await Promise.all(parts.map((part) => exists(part)))).some(Boolean);
}

/** Renames the folder of a run that is to be replaced: it comes back if training does not begin. */
async function setAside(folder: string, overwrite: boolean): Promise<string> {
  if (!overwrite) throw inUse(folder);
  await requireRun(folder);
  const aside = join(dirname(folder), `${basename(folder)}.replaced-${crypto.randomUUID()}`);
  await Deno.rename(folder, aside);
  return aside;
}

/** Refuses to replace what may be another program's. */
async function requireRun(folder: string): Promise<void> {
  try {
    await readRunConfig(folder);
  } catch (cause) {
    // Choices that are not those of the command are known by the epochs beside them.
    if (await exists(join(folder, CONFIG)) && await hasEpochs(folder)) return;
    throw new TypeError(
      `Cannot overwrite "${folder}": expected a run with its ${CONFIG}; remove the folder by hand`,
      { cause },
    );
  }
}

async function hasEpochs(folder: string): Promise<boolean> {
  const file = metricsFileOf(folder);
  if (!await exists(file, { isFile: true })) return false;
  try {
    return parseMetrics(await readText(file), file).length > 0;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Makes a folder, and tells whether there was none. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await Deno.mkdir(folder);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

function inUse(folder: string): Error {
  return new Deno.errors.AlreadyExists(
    `Cannot make run "${folder}": it holds a run; --resume goes on with it, --overwrite replaces it`,
  );
}
