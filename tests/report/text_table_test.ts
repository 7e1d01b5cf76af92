import { assertEquals } from "@std/assert";
import { textTable } from "../../src/report/text_table.ts";

Deno.test("textTable() makes columns as wide as their widest cell, each flush to its side", () => {
  const rows = [["name", "rate", "of"], ["a", "1,234", "2"], ["", "5", ""]];
  assertEquals(textTable(rows, ["left", "right"]), [
    "name   rate  of",
    "a     1,234   2",
    "          5",
  ]);
});

Deno.test("textTable() takes rows of different lengths, and none", () => {
  assertEquals(textTable([["a"], ["bcd", "e"]], ["left"]), ["a", "bcd  e"]);
  assertEquals(textTable([], ["left"]), []);
});
