/**
 * Checkpoints on disk: the two newest of a run, each written whole or not at all.
 *
 * @module
 */
import { join } from "node:path";
import { ensureDir } from "@std/fs/ensure-dir";
import { makeFolderAtomically } from "../files/atomic_write.ts";
import { readText } from "../files/read_text.ts";
import { removeIfThere } from "../files/remove.ts";
import { removeTemporaryFiles } from "../files/temporary.ts";
import type { Checkpoint } from "../training/checkpoint.ts";
import type { RulesState } from "../training/epoch_rules.ts";

/** The part of a checkpoint that is no array of weights. */
interface Header {
  readonly epochs: number;
  readonly steps: number;
  /** Lengths of the arrays: parameters, state, each slot, and the best weights, if there are any. */
  readonly lengths: readonly number[];
  readonly slots: number;
  readonly rules: Omit<RulesState, "bestWeights">;
}

const HEADER = "checkpoint.json";
const VALUES = "values.bin";
const KEPT = 2;

/**
 * Writes a checkpoint, and removes those before the last one, and what a writer that was killed left of one.
 *
 * @param folder The folder of all checkpoints of a run.
 * @param checkpoint The checkpoint.
 */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { epochs, snapshot, rules: { bestWeights, ...rules } } = checkpoint;
  const { steps, parameters, state, slots } = snapshot;
  const arrays = [parameters, state, ...slots, ...(bestWeights ? [bestWeights] : [])];
  const lengths = arrays.map(({ length }) => length);
  const header: Header = { epochs, steps, lengths, slots: slots.length, rules };
  await ensureDir(folder);
  await removeTemporaryFiles(folder);
  const parts = arrays.map((array) => new Uint8Array(array.slice().buffer));
  const values = new Uint8Array(await new Blob(parts).arrayBuffer());
  await makeFolderAtomically(folder, nameOf(epochs), async (temporary) => {
    await Deno.writeFile(join(temporary, VALUES), values);
    await Deno.writeTextFile(join(temporary, HEADER), JSON.stringify(header));
  });
  for (const name of (await namesIn(folder)).slice(KEPT)) await removeIfThere(join(folder, name));
}

/**
 * Reads the newest checkpoint that is whole.
 *
 * @param folder The folder of all checkpoints of a run.
 * @returns The checkpoint, or undefined if there is none.
 */
export async function loadCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  for (const name of await namesIn(folder)) {
    const checkpoint = await readCheckpoint(join(folder, name));
    if (checkpoint) return checkpoint;
  }
  return undefined;
}

async function readCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  let header: Header;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    header = JSON.parse(await readText(join(folder, HEADER)));
    bytes = await Deno.readFile(join(folder, VALUES));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
  const { epochs, steps, lengths, slots, rules } = header;
  if (bytes.byteLength !== 4 * lengths.reduce((sum, length) => sum + length, 0)) return undefined;
  let at = 0;
  const arrays = lengths.map((length) => {
    const array = new Float32Array(bytes.buffer, at, length);
    at += array.byteLength;
    return array;
  });
  const [parameters = new Float32Array(), state = new Float32Array(), ...rest] = arrays;
  return {
    epochs,
    snapshot: { steps, parameters, state, slots: rest.slice(0, slots) },
    rules: { ...rules, bestWeights: rest[slots] ?? null },
  };
}

/** The checkpoints in a folder, the newest first. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    return names.filter((name) => /^epoch-\d+$/.test(name)).toSorted().toReversed();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function nameOf(epochs: number): string {
  return `epoch-${`${epochs}`.padStart(6, "0")}`;
}
