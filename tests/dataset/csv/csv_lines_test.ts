import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { csvLines } from "../../../src/dataset/csv/csv_lines.ts";
import { cellsOf, tableOf, valuesOf } from "./_tables.ts";

Deno.test("csvLines() quotes what needs it, and nothing else", () => {
  assertEquals(
    csvLines([["a", "b c", 'say "yes"', "1,5", "two\nlines", -1.5, true, null, undefined, ""]]),
    'a,b c,"say ""yes""","1,5","two\nlines",-1.5,true,,,\n',
  );
  assertEquals(csvLines([["a;b", "a,b"]], ";"), '"a;b";a,b\n');
  assertEquals(csvLines([[null], [""], ["x"]]), '""\n""\nx\n');
  assertEquals(csvLines([]), "");
});

/** Text as a cell has it: without spaces around it, and no zero byte. */
const cell = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "1", '"', ",", ";", "\n", "\r", " ", "é") }),
).map((text) => text.replaceAll("\0", "").trim());

Deno.test("rowsOf() reads the cells that csvLines() wrote", async () => {
  const records = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 })
  );
  await fc.assert(
    fc.asyncProperty(records, fc.constantFrom(",", ";", "\t", "|"), async (rows, delimiter) => {
      const names = (rows[0] ?? []).map((_, i) => `name ${i}`);
      const text = csvLines([names, ...rows], delimiter);
      const read = await cellsOf(text, { delimiter, header: true });
      assertEquals<unknown>([read.columns, read.rows], [names, rows]);
    }),
    { numRuns: 250 },
  );
});

Deno.test("readTable() reads the table that csvLines() wrote", async () => {
  const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
  const name = fc.option(fc.constantFrom("red", 'the "best",\nof all'));
  const answer = fc.option(fc.constantFrom("yes", "no"));
  const record = fc.tuple(number, name, answer);
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 20 }), async (some) => {
      // So that each column has its kind, whatever else there is.
      const rows = [[1.5, "red", "yes"], ...some, ...some.map(() => [2, "red", "no"])];
      const { columns } = await tableOf(csvLines([["number", "name", "answer"], ...rows]));
      assertEquals(columns.map(({ kind }) => kind).slice(0, 1), ["number"]);
      const values = columns.map(valuesOf);
      assertEquals<unknown>(rows.map((_, row) => values.map((column) => column?.[row])), rows);
    }),
    { numRuns: 100 },
  );
});

Deno.test("readTable() reads a table alike whether all of its cells are quoted, or few", async () => {
  const plain = fc.constantFrom("1", "-2.5", "x", "a b", "", "NA", "é", "2026-11-28", "yes", "1,5");
  const records = fc.array(fc.tuple(plain, plain, plain), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(records, fc.constantFrom("\n", "\r\n"), async (rows, end) => {
      const all = [["a", "b", "c"], ...rows];
      const quoted = all.map((cells) => cells.map((cell) => `"${cell}"`).join(",") + end).join("");
      const options = { header: true, delimiter: "," };
      assertEquals(await tableOf(quoted, options), await tableOf(csvLines(all), options));
    }),
    { numRuns: 150 },
  );
});
