import { assert, assertEquals } from "@std/assert";
import { measureReading } from "../../bench/_reading.ts";
import { needs } from "../_permissions.ts";

Deno.test({
  name:
    "measureReading() reads the table that it wrote, and says how fast, and what memory it took",
  ignore: !needs("read", "write"),
  fn: async () => {
    const rows = await measureReading(1, [], 1500);
    assertEquals(rows.map(({ framework, unit }) => [framework, unit]), [
      ["tandem", "MB/s"],
      ["tandem", "B/B"],
    ]);
    assert((rows[0]?.rate ?? 0) > 0);
  },
});
