import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readTable } from "../../../src/dataset/csv/read_table.ts";
import { rowsOf } from "../../../src/dataset/csv/rows_of.ts";
import { testInFolder } from "../../_folder.ts";
import { cellsOf, tableOf } from "./_tables.ts";

/** Rows of more than one of the blocks that a file is read by. */
const LONG = 6000;
const longFile = (last: string): string =>
  `a,b\n${`12.5,${"x".repeat(200)}\n`.repeat(LONG)}${last}`;

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const utf16 = (text: string): Uint8Array =>
  new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer);

const CASES: readonly [what: string, file: string | Uint8Array, problem: string][] = [
  [
    "a row that is too short",
    "a,b,c\n1,2,3\n\n4,5\n",
    "line 4 has 2 cells, expected 3 as in the header",
  ],
  [
    "a row that is too long",
    "a,b\n1,2\n3,4,5\n",
    "line 3 has 3 cells, expected 2 as in the header",
  ],
  ["a row of one cell", "a,b\n1\n", "line 2 has 1 cell, expected 2 as in the header"],
  ["a ragged row without header", "1,2\n3\n", "line 2 has 1 cell, expected 2 as in line 1"],
  [
    "a ragged row after quoted lines",
    'a,b\n"1\n2",3\n\n4\n',
    "line 5 has 1 cell, expected 2 as in the header",
  ],
  [
    "a ragged row with a delimiter in quotes",
    'a,b\n1,2\n3,4,"5,6"\n',
    "line 3 has 3 cells, expected 2 as in the header",
  ],
  [
    "a ragged row far below",
    longFile("1\n"),
    `line ${LONG + 2} has 1 cell, expected 2 as in the header`,
  ],
  ["nothing", "", "it is empty"],
  ["blank lines alone", "\n  \n\r\n", "it is empty"],
  ["a byte order mark alone", bytes(0xef, 0xbb, 0xbf), "it is empty"],
  ["a header alone", "a,b\n", "it has a header but no rows"],
  ["a name twice", "a,b,a\n1,2,3\n", 'the header calls column 1 and column 3 "a"'],
  [
    "an open quote",
    'a,b\n1,2\n3,"4\n5,6\n',
    "the row that begins in line 3 opens a quote that nothing closes",
  ],
  [
    "an open quote far below",
    longFile('1,"2\n'),
    `the row that begins in line ${LONG + 2} opens a quote that nothing closes`,
  ],
  [
    "an open quote in the header",
    '\na,"b\n1,2\n',
    "the row that begins in line 2 opens a quote that nothing closes",
  ],
  [
    "text after a quote",
    'a,b\n1,"2"3\n',
    "the row that begins in line 2 has text after a closing quote",
  ],
  [
    "UTF-16 without byte order mark",
    utf16("a,b\n1,2\n"),
    "it looks like UTF-16 without a byte order mark: save it as UTF-8",
  ],
  [
    "half a character of UTF-16",
    bytes(0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x31),
    "it is not valid UTF-16LE",
  ],
  ["a zero byte", "a,b\n1,\0\n", "it is no text: byte 6 is zero"],
  [
    "a zero byte far below",
    longFile("1,\0\n"),
    `it is no text: line ${LONG + 2} has a zero byte`,
  ],
  [
    "Latin-1",
    bytes(0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0xe9, 0x0a),
    "line 2 is not valid UTF-8: save it as UTF-8",
  ],
  [
    "a gzip file",
    bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0),
    "it is compressed by gzip: decompress it first",
  ],
  [
    "a spreadsheet",
    bytes(0x50, 0x4b, 3, 4, 20, 0, 6, 0),
    "it is a ZIP archive or a spreadsheet: save the table as CSV",
  ],
  ["a picture", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), "it is a PNG picture"],
];

for (const [what, file, problem] of CASES) {
  Deno.test(`readTable() and rowsOf() name what is wrong: ${what}`, async () => {
    const message = `Cannot read "t.csv": ${problem}`;
    for (const read of [tableOf, cellsOf]) {
      const error = await assertRejects<Error>(() => read(file), SyntaxError);
      assertEquals(error.message, message);
    }
  });
}

Deno.test("readTable() and rowsOf() name the nearest column, and refuse unknown options", async () => {
  const file = "price,size\n1,2\n";
  for (const read of [tableOf, cellsOf]) {
    await assertRejects(
      () => read(file, { columns: ["size", "prise"] }),
      RangeError,
      'Cannot read "t.csv": there is no column "prise"; did you mean "price"?',
    );
    await assertRejects(
      () => read(file, { delimeter: ";" } as object),
      TypeError,
      'Cannot read CSV with "delimeter": did you mean "delimiter"?',
    );
    for (const delimiter of ["", ",,", '"', "\n", "a", "1", ".", "é"]) {
      await assertRejects(() => read(file, { delimiter }), RangeError, "expected one character");
    }
  }
});

testInFolder("readTable() and rowsOf() name a missing file, and a folder", async (folder) => {
  const missing = join(folder, "none.csv");
  const read = [readTable, (path: string) => Array.fromAsync(rowsOf(path))];
  for (const each of read) {
    await assertRejects(
      () => each(missing),
      Deno.errors.NotFound,
      `Cannot read "${missing}": there is no such file`,
    );
    await assertRejects(
      () => each(folder),
      TypeError,
      `Cannot read "${folder}": expected a CSV file, got a folder`,
    );
  }
});

Deno.test("readTable() refuses a row without end before it fills the memory", async () => {
  for (const beginning of ["a,b\n1,2\n3,", 'a,b\n1,2\n3,"']) {
    const line = new TextEncoder().encode(
      "x".repeat(2 ** 20 - 1) + (beginning.endsWith('"') ? "\n" : "x"),
    );
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(beginning)),
      pull: (controller) => {
        pulled++;
        controller.enqueue(line);
      },
    });
    await assertRejects(
      () => readTable(stream, { name: "t.csv" }),
      SyntaxError,
      'Cannot read "t.csv"',
    );
    // It stops near its bound of 16 MiB.
    assertEquals(pulled < 40, true);
  }
});

Deno.test("rowsOf() lets go of a stream whose reader stops early", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) =>
      controller.enqueue(new TextEncoder().encode(`1,${"2".repeat(999)}\n`.repeat(1100))),
    cancel: () => resolve(),
  });
  for await (const { rows } of rowsOf(stream)) {
    assertEquals(rows[0]?.[0], "1");
    break;
  }
  await promise;
});
