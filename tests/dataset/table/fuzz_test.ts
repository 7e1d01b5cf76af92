import { assert } from "@std/assert";
import fc from "fast-check";
import { loadTable, type TableOptions } from "../../../src/dataset/table/load_table.ts";
import type { Column } from "../../../src/dataset/table/table.ts";
import { booleans, names, numbers } from "./_table.ts";

const ROWS = 12;

const name = fc.constantFrom("a", "b", "c d", "e,f", "");

function rowsOf<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<(Value | undefined)[]> {
  const size = { minLength: ROWS, maxLength: ROWS };
  return fc.oneof(
    { weight: 3, arbitrary: fc.array(value, size) },
    { weight: 1, arbitrary: fc.array(fc.option(value, { nil: undefined }), size) },
  );
}

const amount = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 2 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const readable = fc.oneof(
  fc.tuple(name, rowsOf(amount)).map(([name, values]): Column => numbers(name, ...values)),
  fc.tuple(name, rowsOf(fc.constantFrom("x", "y", "other", "1")))
    .map(([name, values]): Column => names(name, ...values)),
  fc.tuple(name, rowsOf(fc.constantFrom("yes", "No")))
    .map(([name, values]): Column => booleans(name, ...values)),
);
const unreadable: fc.Arbitrary<Column> = fc.record({
  kind: fc.constantFrom("text", "date", "empty"),
  name,
  example: fc.constant("x"),
});
const columns = fc.uniqueArray(
  fc.oneof({ weight: 20, arbitrary: readable }, { weight: 1, arbitrary: unreadable }),
  { selector: ({ name }) => name, minLength: 2, maxLength: 5 },
);
const options: fc.Arbitrary<Omit<TableOptions, "target">> = fc.record({
  task: fc.constantFrom("classification", "regression", "multi-label"),
  missing: fc.constantFrom("indicate", "fill", "drop"),
  testSplit: fc.constantFrom(0, 0.2, 0.5, 0.99),
  validationSplit: fc.constantFrom(0, 0.2, 0.5),
  seed: fc.nat(),
}, { requiredKeys: [] });
const asked = columns.chain((columns) => {
  const known = fc.constantFrom(...columns.map(({ name }) => name));
  const target = fc.oneof(
    { weight: 10, arbitrary: known },
    { weight: 3, arbitrary: fc.uniqueArray(known, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(name, { maxLength: 2 }) },
  );
  const features = fc.option(fc.array(name, { maxLength: 3 }), { nil: undefined, freq: 2 });
  return fc.tuple(fc.constant(columns), target, features, options);
});

Deno.test("loadTable() gives finite samples of any table, or says in one line why not", () => {
  let loaded = 0;
  fc.assert(
    fc.property(asked, ([columns, target, features, others]) => {
      const table = { source: "t.csv", rows: ROWS, columns };
      const options = { ...others, target, ...(features && { features }) };
      try {
        const { train, test } = loadTable(table, options);
        for (const { inputs, targets, size } of [train, test]) {
          assert([...inputs.data, ...targets.data].every((value) => !Number.isNaN(value)));
          assert(inputs.data.length === size * (inputs.shape[0] ?? NaN));
        }
        loaded++;
      } catch (error) {
        assert(error instanceof RangeError && /^Cannot [^\n]*$/.test(error.message), `${error}`);
      }
    }),
    { numRuns: 5000 },
  );
  assert(loaded > 500, `only ${loaded} of 5000 could be loaded`);
});
