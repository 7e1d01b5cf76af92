import { assertEquals } from "@std/assert";
import { type Row, tableOf } from "../../bench/_table.ts";

const TFJS =
  "/ tfjs: relative to tfjs's own WASM backend, or its plain one where that alone can train";

function row(name: string, rate: number, subject: Partial<Row> = {}): Row {
  return { name, rate, framework: name, group: "training", unit: "samples/s", ...subject };
}

Deno.test("tableOf() divides by tfjs, by the fastest Keras and by one worker of the same backend", () => {
  const lines = tableOf([
    row("tfjs, cpu", 500, { framework: "tfjs", backend: "cpu" }),
    row("tfjs, wasm", 2000, { framework: "tfjs", backend: "wasm" }),
    row("tandem, 1 worker", 20_000, { framework: "tandem", backend: "wasm", workers: 1 }),
    row("tandem, 2 workers", 35_000, { framework: "tandem", backend: "wasm", workers: 2 }),
    row("blas, 2 workers", 70_000, { framework: "tandem", backend: "blas", workers: 2 }),
    row("Keras", 60_000),
    row("Keras with XLA", 80_000, { framework: "Keras" }),
  ]);
  assertEquals(lines, [
    "",
    "training",
    "                     samples/s  / tfjs  / Keras  / 1 worker",
    "  tfjs, cpu                500    0.25     0.01",
    "  tfjs, wasm             2,000    1.00     0.03",
    "  tandem, 1 worker      20,000   10.00     0.25        1.00",
    "  tandem, 2 workers     35,000   17.50     0.44        1.75",
    "  blas, 2 workers       70,000   35.00     0.88",
    "  Keras                 60,000   30.00     0.75",
    "  Keras with XLA        80,000   40.00     1.00",
    "",
    TFJS,
    "/ Keras: relative to the fastest Keras of the group",
    "/ 1 worker: relative to one worker with the same backend",
  ]);
});

Deno.test("tableOf() compares within a group, and leaves out the columns that compare with nothing", () => {
  const lines = tableOf([
    row("tfjs", 4, { group: "product", unit: "GFLOP/s" }),
    row("tandem", 58.24, { group: "product", unit: "GFLOP/s" }),
    row("tandem, 2 workers", 1234.5, { framework: "tandem", backend: "wasm", workers: 2 }),
  ]);
  assertEquals(lines, [
    "",
    "product",
    "          GFLOP/s  / tfjs",
    "  tfjs        4.0    1.00",
    "  tandem     58.2   14.56",
    "",
    "training",
    "                     samples/s",
    "  tandem, 2 workers      1,235",
    "",
    TFJS,
  ]);
  assertEquals(tableOf([]), []);
});

Deno.test("tableOf() compares with tfjs's plain backend where no other trains, and leaves times alone", () => {
  const seconds = { group: "time", unit: "s" } as const;
  const lines = tableOf([
    row("tfjs, cpu", 50, { framework: "tfjs", backend: "cpu" }),
    row("tandem", 4000, { framework: "tandem", backend: "wasm" }),
    row("tandem", 31.24, { ...seconds, framework: "tandem", backend: "wasm" }),
    row("Keras", 40, seconds),
  ]);
  assertEquals(lines, [
    "",
    "training",
    "             samples/s  / tfjs",
    "  tfjs, cpu         50    1.00",
    "  tandem         4,000   80.00",
    "",
    "time",
    "             s",
    "  tandem  31.2",
    "  Keras   40.0",
    "",
    TFJS,
  ]);
});

Deno.test("tableOf() divides what is read in a second by pandas, and no bytes of memory", () => {
  const pandas = { framework: "pandas" };
  const memory = { group: "memory", unit: "B/B" } as const;
  const lines = tableOf([
    row("tandem", 150, { group: "reading", unit: "MB/s" }),
    row("pandas 3", 100, { ...pandas, group: "reading", unit: "MB/s" }),
    row("tandem", 1.25, memory),
    row("pandas 3", 2, { ...pandas, ...memory }),
  ]);
  assertEquals(lines, [
    "",
    "reading",
    "             MB/s  / pandas",
    "  tandem    150.0      1.50",
    "  pandas 3  100.0      1.00",
    "",
    "memory",
    "            B/B",
    "  tandem    1.3",
    "  pandas 3  2.0",
    "",
    "/ pandas: relative to the first pandas of the group",
  ]);
});
