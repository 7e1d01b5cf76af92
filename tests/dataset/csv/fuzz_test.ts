import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Table } from "../../../src/dataset/table/table.ts";
import { AWKWARD, bytesOfAwkward } from "./_awkward.ts";
import { cellsOf, tableOf } from "./_tables.ts";

/** What a reader gives, or the message of its error, which must be one of ours. */
async function resultOf<Result>(read: () => Promise<Result>): Promise<Result | string> {
  try {
    return await read();
  } catch (error) {
    assert(error instanceof SyntaxError, String(error));
    assert(/^Cannot read "t\.csv": .+$/.test(error.message), error.message);
    return error.message;
  }
}

const anyBytes = fc.uint8Array({ maxLength: 60 });

const nearlyCsv = fc.array(
  fc.constantFrom(
    "1",
    "2.5",
    "-",
    "e",
    "a",
    "é",
    "b c",
    "NA",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r",
    '"',
  ),
  { maxLength: 40 },
).map((pieces) => new TextEncoder().encode(pieces.join("")));

/** A file with a few bytes replaced, taken out or put in. */
const mutated = fc.tuple(
  fc.constantFrom(...AWKWARD.map(bytesOfAwkward)),
  fc.array(fc.tuple(fc.nat(200), fc.nat(2), fc.nat(255)), { minLength: 1, maxLength: 4 }),
).map(([file, changes]) => {
  const bytes = [...file];
  for (const [at, removed, byte] of changes) bytes.splice(at % bytes.length, removed, byte);
  return new Uint8Array(bytes);
});

Deno.test("readTable() and rowsOf() read any file alike, or say in one line why not", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyBytes, nearlyCsv, mutated), async (bytes) => {
      const table = await resultOf(() => tableOf(bytes));
      const cells = await resultOf(() => cellsOf(bytes));
      // One reads numbers from bytes, as long as there is no quote; the other one parses text.
      if (typeof table === "string" || typeof cells === "string") {
        assertEquals<unknown>(table, cells);
      } else assertAlike(table, cells);
    }),
    { numRuns: 5000 },
  );
});

/** Values that a table has are those of the cells. */
function assertAlike(table: Table, { columns, rows }: Awaited<ReturnType<typeof cellsOf>>): void {
  assertEquals(table.rows, rows.length);
  assertEquals(table.columns.map(({ name }) => name), columns);
  table.columns.forEach((column, i) => {
    rows.forEach((cells, row) => {
      const cell = cells[i] ?? "";
      if (column.kind === "number") {
        const value = column.values[row] ?? NaN;
        if (!Number.isNaN(value)) assertEquals(value, Number(cell));
      } else if (column.kind === "category") {
        const code = column.codes[row] ?? -1;
        if (code >= 0) assertEquals(column.names[code], cell);
      }
    });
  });
}
