import { assertEquals } from "@std/assert";
import { rowsOf } from "../../../src/dataset/csv/rows_of.ts";
import { AWKWARD, bytesOfAwkward } from "./_awkward.ts";
import { cellsOf, streamOf } from "./_tables.ts";

Deno.test("rowsOf() gives the columns in the order that they were asked for, and names lines", async () => {
  const file = 'c,a,b\n1,"two\nlines",3\n\n4,x,6\n';
  assertEquals(await cellsOf(file, { columns: ["a", "c"] }), {
    columns: ["a", "c"],
    rows: [["two\nlines", "1"], ["x", "4"]],
    lines: [2, 5],
  });
  assertEquals(await cellsOf(file), {
    columns: ["c", "a", "b"],
    rows: [["1", "two\nlines", "3"], ["4", "x", "6"]],
    lines: [2, 5],
  });
});

Deno.test("rowsOf() gives as many rows as readTable(), however a stream is cut", async () => {
  for (const file of AWKWARD) {
    const bytes = bytesOfAwkward(file);
    const whole = await cellsOf(bytes);
    assertEquals(whole.columns, Object.keys(file.pandas));
    assertEquals(whole.rows.length, Object.values(file.pandas)[0]?.length);
    for (const pieces of [1, 5]) {
      const rows = await Array.fromAsync(rowsOf(streamOf(bytes, pieces)));
      assertEquals(rows.flatMap(({ rows }) => rows), whole.rows);
    }
  }
});

Deno.test("rowsOf() numbers lines over blocks", async () => {
  // Rows of three lines, more than two blocks of them.
  const rows = 7000;
  const { lines } = await cellsOf(`a,b\n${`1,"x\ny\n${"z".repeat(300)}"\n`.repeat(rows)}`);
  assertEquals(lines.length, rows);
  assertEquals(lines.every((line, i) => line === 3 * i + 2), true);
});

Deno.test("rowsOf() reads cells that are longer than several blocks", async () => {
  const long = `${"x".repeat(999)}\n`.repeat(5000).trim();
  const { rows, lines } = await cellsOf(`a,b\n1,"${long}"\n2,y\n`);
  assertEquals(rows.map(([a, b]) => [a, b?.length]), [["1", long.length], ["2", 1]]);
  assertEquals(rows[0]?.[1] === long, true);
  assertEquals(lines, [2, 5002]);
});
