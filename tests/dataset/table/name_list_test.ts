import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatNames, parseNames } from "../../../src/dataset/table/name_list.ts";

Deno.test("parseNames() reads names with commas between them, and in quotes with commas in them", () => {
  const cases: [string, string[]][] = [
    ["price", ["price"]],
    ["a, b ,c", ["a", "b", "c"]],
    ['"size, m²",street', ["size, m²", "street"]],
    ['say "hi",x', ['say "hi"', "x"]],
    ['5" pipe', ['5" pipe']],
    ['"unclosed,x', ['"unclosed', "x"]],
    ["a,", ["a", ""]],
  ];
  for (const [text, names] of cases) assertEquals(parseNames(text), names, text);
});

Deno.test("parseNames() reads what formatNames() writes", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) =>
    text.trim() === text && text !== ""
  );
  fc.assert(fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
    assertEquals(parseNames(formatNames(names)), names);
  }));
});
