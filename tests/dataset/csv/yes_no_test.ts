import { assertEquals } from "@std/assert";
import { isYes } from "../../../src/dataset/csv/yes_no.ts";

Deno.test("isYes() knows yes and no by word and letter in any case, and no numbers", () => {
  for (const cell of ["true", "TRUE", "True", "yes", "Y", "t"]) {
    assertEquals(isYes(cell), true, cell);
  }
  for (const cell of ["false", "False", "no", "N", "f"]) assertEquals(isYes(cell), false, cell);
  for (const cell of ["", "0", "1", "on", "nope", "yes please", "constructor"]) {
    assertEquals(isYes(cell), undefined, cell);
  }
});
