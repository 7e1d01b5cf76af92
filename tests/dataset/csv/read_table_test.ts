import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { readTable } from "../../../src/dataset/csv/read_table.ts";
import { testInFolder } from "../../_folder.ts";
import { AWKWARD, bytesOfAwkward } from "./_awkward.ts";
import { kindsOf, streamOf, tableOf, valuesOf } from "./_tables.ts";

for (const file of AWKWARD) {
  Deno.test(`readTable() reads as pandas does: ${file.name}`, async () => {
    const bytes = bytesOfAwkward(file);
    // In pieces that cut through characters, line ends and byte order marks, too.
    for (const pieces of [Infinity, 1, 7]) {
      const { columns } = await readTable(streamOf(bytes, pieces));
      const values = Object.fromEntries(columns.map((column) => [column.name, valuesOf(column)]));
      assertEquals<unknown>(values, file.pandas);
    }
  });
}

testInFolder("readTable() reads a file, and names it", async (folder) => {
  const path = join(folder, "t.csv");
  await Deno.writeTextFile(path, "a,b\n1,2\n3,4\n");
  const { source, rows, columns } = await readTable(path);
  assertEquals([source, rows, columns.map(({ name }) => name)], [path, 2, ["a", "b"]]);
});

Deno.test("readTable() keeps the columns that were asked for alone, in the file's order", async () => {
  const { columns } = await tableOf("a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", { columns: ["c", "a"] });
  assertEquals(columns, [
    { kind: "number", name: "a", values: new Float64Array([1, 3, 5, 7]) },
    { kind: "category", name: "c", names: ["x", "y"], codes: new Int32Array([0, 1, 0, 1]) },
  ]);
});

Deno.test("readTable() tells the kinds of columns by all of their cells", async () => {
  const column = (...cells: string[]): Promise<string[]> =>
    kindsOf(`name\n${cells.map((cell) => `"${cell}"\n`).join("")}`, { header: true });
  assertEquals(await column("1", "-2.5e3", "", "-", "?"), ["number"]);
  assertEquals(await column("1", "inf"), ["category"]);
  assertEquals(await column("1", "0x10", "1", "1"), ["category"]);
  assertEquals(await column("1", "1e999", "1", "1"), ["category"]);
  assertEquals(await column("1,5", "2,5", "1,5", "2,5"), ["category"]);
  assertEquals(await column("0", "1", "0"), ["number"]);
  assertEquals(await column("true", "False", ""), ["boolean"]);
  assertEquals(await column("Yes", "no"), ["boolean"]);
  assertEquals(await column("y", "N"), ["boolean"]);
  assertEquals(await column("t", "f"), ["boolean"]);
  assertEquals(await column("yes", "false", "yes", "yes"), ["category"]);
  assertEquals(await column("+", "-", "+", "-"), ["category"]);
  assertEquals(await column("a", "b", "c", "a", "b"), ["text"]);
  assertEquals(await column("a", "b", "c", "a", "b", "c"), ["category"]);
  assertEquals(await column("a", "b"), ["category"]);
  assertEquals(await column("", "NA", "-", "?"), ["empty"]);
  for (
    const date of [
      "2026-11-28",
      "2026-11-28T10:30:00Z",
      "2026-11-28 10:30",
      "2026/11/28",
      "28/11/2026",
      "11/28/26",
      "28.11.2026",
      "28 Nov 2026",
      "28-Nov-26",
      "November 28, 2026",
    ]
  ) {
    assertEquals(await column(date, "", date), ["date"], date);
  }
  assertEquals(await column("2026-11-28", "soon", "soon", "soon"), ["category"]);
});

Deno.test("readTable() spells answers as they come first, and one answer as one name", async () => {
  const { columns } = await tableOf("a\nTrue\nfalse\nTRUE\n\nFALSE\ntrue\n");
  assertEquals(columns, [{
    kind: "boolean",
    name: "a",
    names: ["True", "false"],
    codes: new Int32Array([0, 1, 0, 1, 0]),
  }]);
});

Deno.test("readTable() shows the first value of a column that no model reads", async () => {
  const { columns } = await tableOf("a,b,c\n,,\n2026-11-28,x,\n2026-11-29,y,\n2026-11-30,z,\n");
  assertEquals(columns, [
    { kind: "date", name: "a", example: "2026-11-28" },
    { kind: "text", name: "b", example: "x" },
    { kind: "empty", name: "c", example: undefined },
  ]);
});

Deno.test("readTable() shows of text among numbers what is no number", async () => {
  const example = async (...cells: string[]): Promise<unknown> => {
    const { columns: [column] } = await tableOf(["a", ...cells, ""].join("\n"));
    return column?.kind === "text" ? column.example : column?.kind;
  };
  assertEquals(await example("1", "2.5", "1e400", "3", "x"), "1e400");
  const many = Array.from({ length: 2000 }, (_, i) => `${i}`);
  assertEquals(await example(...many, "about 7"), "about 7");
});

Deno.test("readTable() takes a spreadsheet's word for what separates cells", async () => {
  for (const mark of ["sep=;\n", "\ufeffsep=;\r\n"]) {
    const { columns } = await tableOf(`${mark}a,b;c\n1;2\n3;4\n`);
    assertEquals(columns.map(({ name }) => name), ["a,b", "c"]);
    assertEquals(columns[0]?.kind === "number" && [...columns[0].values], [1, 3]);
    await assertRejects(() => tableOf(`${mark}a;b\n1;2;3\n`), SyntaxError, "line 3 has 3 cells");
  }
  const { columns } = await tableOf("sep=x;b\n1;2\n");
  assertEquals(columns.map(({ name }) => name), ["sep=x", "b"]);
});

Deno.test("readTable() finds what separates cells, and whether there is a header", async () => {
  const names = async (text: string): Promise<string[]> =>
    (await tableOf(text)).columns.map(({ name }) => name);
  assertEquals(await names("a;b\n1,5;2\n3,5;4\n"), ["a", "b"]);
  assertEquals(await names('"a,b";c\n"1,2";3\n'), ["a,b", "c"]);
  assertEquals(await names("a,b|c\n1,2\n3,4|5\n"), ["a", "b|c"]);
  assertEquals(await names("a\n1\n2\n"), ["a"]);
  assertEquals(await names("1,2\n3,4\n"), ["column 1", "column 2"]);
  assertEquals(await names("5.1,setosa\n4.9,setosa\n"), ["column 1", "column 2"]);
  // A mushroom is described by letters alone.
  assertEquals(await names("e,x,x\np,x,s\ne,y,s\n"), ["column 1", "column 2", "column 3"]);
  assertEquals(await names("colour,size\nred,big\nblue,small\n"), ["colour", "size"]);
  assertEquals(await names(",b,column 1\n0,1,2\n"), ["column 1'", "b", "column 1"]);
});

Deno.test("readTable() is told what separates cells, and whether there is a header", async () => {
  const first = async (options: Parameters<typeof tableOf>[1]): Promise<unknown[]> => {
    const { rows, columns } = await tableOf("2019,2020\n1,2\n3,4\n", options);
    return [rows, columns.map(({ name }) => name)];
  };
  assertEquals(await first({ header: true }), [2, ["2019", "2020"]]);
  assertEquals(await first({ header: false }), [3, ["column 1", "column 2"]]);
  assertEquals(await first({ columns: ["2020"] }), [2, ["2020"]]);
  assertEquals(await first({ columns: ["column 2"] }), [3, ["column 2"]]);
  assertEquals(await first({ delimiter: ":", header: true }), [2, ["2019,2020"]]);
});

Deno.test("readTable() takes up to 1000 names for categories, and dates for dates", async () => {
  const column = (count: number, cell: (i: number) => string): string =>
    `a\n${Array.from({ length: 3 * count }, (_, i) => `${cell(i % count)}\n`).join("")}`;
  const { columns: [categories] } = await tableOf(column(1000, (i) => `name ${i}`));
  assertEquals(categories, {
    kind: "category",
    name: "a",
    names: Array.from({ length: 1000 }, (_, i) => `name ${i}`),
    codes: Int32Array.from({ length: 3000 }, (_, i) => i % 1000),
  });
  assertEquals(await kindsOf(column(1001, (i) => `name ${i}`)), ["text"]);
  const date = (i: number): string => `${1900 + i}-01-01`;
  assertEquals(await kindsOf(column(1500, date)), ["date"]);
  assertEquals(await kindsOf(`${column(1500, date)}soon\n`), ["text"]);
});

/** Rows of more than two of the blocks that a file is read by. */
const LONG = 15_000;

Deno.test("readTable() reads blocks as one file, wherever quotes, names or text begin", async () => {
  const padding = "-".repeat(150);
  for (const at of [8000, LONG - 1]) {
    const lines = Array.from(
      { length: LONG },
      (_, i) =>
        [
          i / 8,
          i === at ? "late" : 1,
          i === at ? '"a\nb"' : "c",
          `t${i}${padding}`,
          `2026-01-${i % 28 + 1}`,
        ]
          .join(","),
    );
    const { rows, columns } = await tableOf(`n,mixed,quoted,text,date\n${lines.join("\n")}`);
    assertEquals([rows, columns.map(({ kind }) => kind)], [
      LONG,
      ["number", "category", "category", "text", "date"],
    ]);
    const [numbers, mixed, quoted] = columns;
    if (numbers?.kind !== "number" || mixed?.kind !== "category") throw new Error("unreachable");
    if (quoted?.kind !== "category") throw new Error("unreachable");
    assertEquals(numbers.values, Float64Array.from({ length: LONG }, (_, i) => i / 8));
    assertEquals(mixed.names[mixed.codes[at] ?? -1], "late");
    assertEquals(quoted.names[quoted.codes[at] ?? -1], "a\nb");
    assertEquals(mixed.codes.indexOf(mixed.codes[at] ?? -1), at);
    assertEquals(quoted.codes.lastIndexOf(quoted.codes[at] ?? -1), at);
  }
});
