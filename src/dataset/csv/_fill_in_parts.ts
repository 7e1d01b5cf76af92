/**
 * All rows of a large CSV file into columns, by several threads: each reads a part, which ends with a line.
 *
 * @module
 */
import { WorkerPool } from "../worker_pool.ts";
import { LF } from "./_blocks.ts";
import type { ColumnBuilder } from "./_column_builder.ts";
import { type BuildColumns, fillColumns } from "./_fill_columns.ts";
import type { CsvOptions } from "./options.ts";
import type { PartWorker } from "./part_worker.ts";
import type { ReadPart } from "./_read_part.ts";
import { FileBytes } from "./source.ts";

/** A compiled program holds a bundle of it. */
const WORKER = Deno.build.standalone ? "./part_worker.js" : "./part_worker.ts";

/** Bytes that are worth the start of a thread. */
const PART_BYTES = 2 ** 25;
/** More threads than this wait for the disk. */
const MOST_PARTS = 8;
/** Bytes within which a line ends, where a file is divided. */
const LINE_BYTES = 2 ** 16;

/** How a file is divided. */
export interface PartOptions {
  /** Bytes of a part at least. @default 32 MiB */
  readonly partBytes?: number;
  /** Parts at most. @default as many as there are cores, and no more than 8 */
  readonly most?: number;
}

/**
 * Reads all rows of a file into columns, its first part in this thread and the others in workers.
 *
 * A part may begin within a cell with line feeds in it. The quotes around such a cell are plain in no line that they stand
 * in, so whoever meets one gives up, as with anything else that is out of the ordinary: the file is read anew then, from its
 * beginning to its end.
 *
 * @param path Path of the file.
 * @param name How messages name it.
 * @param options See {@linkcode CsvOptions}.
 * @param build Makes the columns.
 * @param parts How the file is divided.
 * @returns Number of the rows; nothing if the file is not read so, and the columns are to be made and filled anew.
 */
export async function fillInParts(
  path: string,
  name: string,
  options: CsvOptions,
  build: BuildColumns,
  parts: PartOptions,
): Promise<number | undefined> {
  try {
    const cuts = await cutsOf(path, parts);
    const [first] = cuts;
    if (first === undefined) return undefined;
    const module = new URL(WORKER, import.meta.url);
    using pool = new WorkerPool<PartWorker>(module, cuts.length, `Cannot read "${name}"`);
    let builders: ReadonlyMap<number, ColumnBuilder> = new Map();
    let read: Promise<(ReadPart | undefined)[]> | undefined;
    const head = new FileBytes(path, name, { from: 0, to: first });
    let rows = await fillColumns(head, options, (names) => builders = build(names), (layout) => {
      const columns = [...builders.keys()];
      read = pool.all(pool.remotes.map((remote, i) => {
        const range = { from: cuts[i] ?? 0, to: cuts[i + 1] ?? Infinity };
        return remote.readPart({ path, range, layout, columns });
      }));
      // Whoever waits for it hears of its failure.
      read.catch(() => {});
    });
    for (const part of await read ?? []) {
      if (part === undefined) return undefined;
      for (const [i, builder] of [...builders.values()].entries()) {
        const column = part.columns[i];
        builder.reserve(rows + part.rows);
        if (column) builder.append(rows, column);
      }
      rows += part.rows;
    }
    return rows;
  } catch {
    return undefined;
  }
}

/** Where the parts of a file after the first begin; none where it is not to be divided. */
async function cutsOf(
  path: string,
  { partBytes = PART_BYTES, most = Math.min(navigator.hardwareConcurrency, MOST_PARTS) }:
    PartOptions,
): Promise<number[]> {
  using file = await Deno.open(path);
  const { size, isFile } = await file.stat();
  const count = isFile ? Math.min(most, Math.floor(size / partBytes)) : 1;
  const cuts: number[] = [];
  const bytes = new Uint8Array(LINE_BYTES);
  for (let part = 1; part < count; part++) {
    const from = Math.floor(size * part / count);
    await file.seek(from, Deno.SeekMode.Start);
    const length = await file.read(bytes) ?? 0;
    const end = bytes.subarray(0, length).indexOf(LF);
    // Lines as long as that, and text in UTF-16, whose line feeds are two bytes, are read in one.
    if (end < 0 || bytes.subarray(0, length).includes(0)) return [];
    cuts.push(from + end + 1);
  }
  return cuts;
}
