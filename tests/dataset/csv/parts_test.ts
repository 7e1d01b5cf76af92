import { assert, assertEquals, assertRejects } from "@std/assert";
import { readTable } from "tandem";
import { fillInParts } from "../../../src/dataset/csv/_fill_in_parts.ts";
import { readTableIn } from "../../../src/dataset/csv/read_table.ts";
import { testInFolder } from "../../_folder.ts";

/** Three parts of a file of some hundred rows. */
const PARTS = { partBytes: 100, most: 3 };

const ROWS = 300;

/** A table whose cells are given by row, with a line in quotes where one is given. */
function csvOf(columns: Readonly<Record<string, (row: number) => string>>): string {
  const cells = Object.values(columns);
  const rows = Array.from({ length: ROWS }, (_, row) => cells.map((cell) => cell(row)).join(","));
  return [Object.keys(columns).join(","), ...rows].join("\n");
}

const late = (row: number, odd: string): string => row === ROWS - 5 ? odd : `${row}`;

/** Columns of every kind, and such as turn out to be of another kind in a later part. */
const COLUMNS: Readonly<Record<string, (row: number) => string>> = {
  number: (row) => `${row / 7}`,
  missing: (row) => row % 5 === 0 ? "" : `${row}e3`,
  dash: (row) => row % 9 === 0 ? "-" : `${row}`,
  empty: () => "",
  "empty at first": (row) => row < ROWS / 2 ? "NA" : "3",
  "names at last": (row) => row < ROWS / 2 ? "" : ["a", "b"][row % 2] ?? "",
  category: (row) => ["red", "green", `${row % 3}`][row % 3] ?? "",
  "new names": (row) => `n${Math.floor(row / 20)}`,
  boolean: (row) => row % 2 ? "yes" : "no",
  text: (row) => `text ${row}`,
  date: (row) => `2024-01-${10 + row % 20}`,
  "a name late": (row) => late(row, "x"),
  "a dash before a name": (row) => row === 3 ? "-" : row > ROWS / 2 ? "+" : "-",
  "numbers among names": (row) => row < 20 ? "a" : `${row % 4}`,
};

testInFolder("a table is the same, in however many parts it is read", async (folder) => {
  const file = `${folder}/t.csv`;
  const all = csvOf(COLUMNS);
  const texts = {
    plain: all,
    "CRLF, and a line feed at the end": `${all}\n`.replaceAll("\n", "\r\n"),
    "plain quotes": all.replace(/red/g, '"red"').replace(/text (1\d*)/g, '"text, $1"'),
    "line feeds in quotes": all.replace(/text 9\b/g, '"text\n9"').replace(/text 2\d\d/g, '"a\nb"'),
    "doubled quotes": all.replace(/text 29\d/g, '"so ""called"""'),
    "old line ends": all.replaceAll("\n", "\r"),
    "a byte order mark": `\ufeff${all}`,
  };
  for (const [what, text] of Object.entries(texts)) {
    await Deno.writeTextFile(file, text);
    const whole = await readTableIn({ most: 1 }, file);
    assertEquals(await readTableIn(PARTS, file), whole, what);
    const some = { columns: ["text", "dash"] };
    assertEquals(await readTableIn(PARTS, file, some), await readTable(file, some), what);
  }
  const utf16 = new Uint8Array(Uint16Array.from(`\ufeff${all}`, (c) => c.charCodeAt(0)).buffer);
  await Deno.writeFile(file, utf16);
  assertEquals(await readTableIn(PARTS, file), await readTable(file), "UTF-16");
});

testInFolder("parts are read by workers where nothing is out of the ordinary", async (folder) => {
  const file = `${folder}/t.csv`;
  await Deno.writeTextFile(file, csvOf(COLUMNS));
  assertEquals(await fillInParts(file, file, {}, () => new Map(), PARTS), ROWS);
  await Deno.writeTextFile(file, "a,b\n1,2\n");
  assertEquals(await fillInParts(file, file, {}, () => new Map(), PARTS), undefined);
});

testInFolder("what is wrong in a later part is said as in one, with its line", async (folder) => {
  const file = `${folder}/t.csv`;
  const rows = csvOf({ a: (row) => `${row}`, b: (row) => row === ROWS - 2 ? "1,2" : "5" });
  for (const text of [rows, csvOf(COLUMNS).replace("text 298", '"text 298')]) {
    await Deno.writeTextFile(file, text);
    const { message } = await assertRejects(() => readTable(file), SyntaxError);
    assert(/line \d+/.test(message), message);
    await assertRejects(() => readTableIn(PARTS, file), SyntaxError, message);
  }
});
