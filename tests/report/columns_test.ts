import { assertEquals } from "@std/assert";
import { formatColumns } from "../../src/report/columns.ts";

Deno.test("formatColumns() gives a line for each column, below headings", () => {
  const lines = formatColumns([
    { name: "age", kind: "number", use: "feature", inputs: 2, missing: 177 },
    { name: "port", kind: "category", use: "feature", inputs: 4, missing: 0 },
    { name: "name", kind: "text", use: "unused", inputs: 0, missing: 0 },
    { name: "survived", kind: "boolean", use: "target", inputs: 0, missing: 0 },
  ]);
  assertEquals(lines, [
    "column    kind      inputs  missing",
    "age       number         2      177",
    "port      category       4        0",
    "name      text      unused",
    "survived  boolean   target        0",
  ]);
});

Deno.test("formatColumns() keeps a name with a line feed on its line", () => {
  const [, line] = formatColumns([
    { name: "a\nb", kind: "number", use: "feature", inputs: 1, missing: 0 },
  ]);
  assertEquals(line, String.raw`a\nb    number       1        0`);
});

Deno.test("formatColumns() gives the target its line among very many columns", () => {
  const pixels = Array.from({ length: 60 }, (_, i) => {
    return {
      name: `p${i}`,
      kind: "number",
      use: "feature",
      inputs: i < 55 ? 1 : 2,
      missing: 0,
    } as const;
  });
  const lines = formatColumns([
    ...pixels,
    { name: "digit", kind: "number", use: "target", inputs: 0, missing: 0 },
  ]);
  assertEquals(lines.slice(50), [
    "p49     number       1        0",
    "digit   number  target        0",
    "and 10 more columns that become 15 inputs",
  ]);
});
