import { assertEquals, assertThrows } from "@std/assert";
import { type FlagTable, readFlags, UsageError } from "../../tasks/_command.ts";

const TABLE: FlagTable = {
  values: { baseline: "a number", seed: "a whole number" },
  switches: { json: "print JSON" },
};

Deno.test("readFlags() takes a negative number for the value of the flag before it", () => {
  for (const number of ["-0.5", "-3", "-.25", "-1e-3", "-Infinity"]) {
    for (const args of [["--baseline", number], [`--baseline=${number}`]]) {
      const flags = readFlags([...args, "--json", "--seed", "2"], TABLE);
      assertEquals([flags.value("baseline"), flags.value("seed")], [number, "2"]);
      assertEquals(flags.has("json"), true);
    }
  }
});

Deno.test("readFlags() takes a negative number for nobody's value where no flag waits for one", () => {
  for (const args of [["-0.5"], ["--json", "-0.5"], ["--seed", "1", "-0.5"]]) {
    assertThrows(() => readFlags(args, TABLE), UsageError);
  }
  assertThrows(() => readFlags(["--baseline", "-x"], TABLE), UsageError);
  assertThrows(() => readFlags(["--baseline", "--json"], TABLE), UsageError, "needs a value");
});
