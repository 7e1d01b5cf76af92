/**
 * Reading a CSV file into memory, by tandem and by pandas.
 *
 * @module
 */
import { join } from "node:path";
import { readTable } from "../src/dataset/csv/read_table.ts";
import { compete, type Contestant, secondsOf } from "./_contest.ts";
import { startProgram, writePrograms } from "./_python.ts";
import type { Row } from "./_table.ts";

const COLUMNS = 30;
const NUMBER_BYTES = 8;
/** Rows that are written at once. */
const SOME = 1000;

/** What a column's numbers look like, by its number modulo three: rounded, whole, or as a double prints. */
const SPELLINGS: readonly ((number: number) => string)[] = [
  (number) => (8 * number - 4).toFixed(6),
  (number) => String(Math.trunc(1000 * number)),
  (number) => String(200 * number - 100),
];

/** Someone who reads, and what their memory grew by at most as they did first. */
interface Reader extends Contestant {
  bytes: number;
}

/**
 * Measures how fast a table of random numbers is read, and the memory that it takes.
 *
 * @param rounds Number of rounds.
 * @param pythons Interpreters to look for pandas in.
 * @param rows Number of the table's rows. @default 1_000_000
 * @returns The results: megabytes of the file in a second, and bytes of memory for a byte of the numbers.
 */
export async function measureReading(
  rounds: number,
  pythons: readonly string[],
  rows = 1_000_000,
): Promise<Row[]> {
  const table = `${rows.toLocaleString("en")} rows of ${COLUMNS} numbers`;
  const folder = await Deno.makeTempDir({ prefix: "tandem-bench-" });
  try {
    const path = join(folder, "numbers.csv");
    // What writing leaves in memory counts too: it would hide some of what reading takes.
    const before = Deno.memoryUsage().rss;
    const size = await writeNumbers(path, rows);
    await writePrograms(folder, ["_rounds.py", "pandas_reading.py"]);
    const readers = [tandemReader(path, size, before)];
    await using programs = new AsyncDisposableStack();
    for (const python of pythons) {
      const program = await startProgram(python, [join(folder, "pandas_reading.py")]);
      if (!program) continue;
      programs.use(program);
      const { framework, version, ask } = program;
      const reader: Reader = {
        framework,
        name: `pandas ${version}`,
        amount: size / 1e6,
        bytes: 0,
        round: async () => {
          const { seconds = NaN, bytes = NaN } = await ask({ path });
          reader.bytes ||= bytes;
          return seconds;
        },
      };
      readers.push(reader);
    }
    const scores = await compete(readers, rounds);
    return [
      ...scores.map(({ framework, name, rate }): Row => ({
        framework,
        name,
        rate,
        group: `reading CSV, ${table}`,
        unit: "MB/s",
      })),
      ...readers.map(({ framework, name, bytes }): Row => ({
        framework,
        name,
        rate: bytes / (rows * COLUMNS * NUMBER_BYTES),
        group: `memory for a byte of the numbers as it is read, ${table}`,
        unit: "B/B",
      })),
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function tandemReader(path: string, size: number, before: number): Reader {
  const reader: Reader = {
    framework: "tandem",
    name: "tandem",
    amount: size / 1e6,
    bytes: 0,
    round: async () => {
      let peak = 0;
      const look = (): number => peak = Math.max(peak, Deno.memoryUsage().rss - before);
      const timer = setInterval(look, 10);
      try {
        return await secondsOf(() => readTable(path));
      } finally {
        clearInterval(timer);
        look();
        reader.bytes ||= peak;
      }
    },
  };
  return reader;
}

/** Writes a table of random numbers, and returns its size in bytes. */
async function writeNumbers(path: string, rows: number): Promise<number> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  const writer = file.writable.getWriter();
  const write = (lines: readonly string[]): Promise<void> =>
    writer.write(new TextEncoder().encode(`${lines.join("\n")}\n`));
  const row = (spell: (column: number) => string): string =>
    Array.from({ length: COLUMNS }, (_, column) => spell(column)).join(",");
  await write([row((column) => `x${column}`)]);
  for (let start = 0; start < rows; start += SOME) {
    const count = Math.min(SOME, rows - start);
    await write(
      Array.from(
        { length: count },
        () => row((column) => SPELLINGS[column % SPELLINGS.length]?.(Math.random()) ?? ""),
      ),
    );
  }
  const { size } = await Deno.stat(path);
  return size;
}
