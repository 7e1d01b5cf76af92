import { assertEquals } from "@std/assert";
import { printable } from "../../src/report/printable.ts";

Deno.test("printable() shows control characters, and leaves all others", () => {
  assertEquals(printable("a\nb\t\x1b[31m\x7f\x9b"), String.raw`a\nb\t\u001b[31m\u007f\u009b`);
  assertEquals(printable('"naïve" 日本 🎉 \\'), '"naïve" 日本 🎉 \\');
});
