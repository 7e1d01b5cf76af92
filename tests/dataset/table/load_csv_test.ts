import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { loadCsv } from "../../../src/dataset/table/load_csv.ts";
import { loadCsvWith } from "../../../src/dataset/table/load_csv_with.ts";
import { streamCsv, type StreamCsvOptions } from "../../../src/dataset/table/stream_csv.ts";
import { testInFolder } from "../../_folder.ts";

/** People by number, some without an age, in one of three classes. */
function peopleCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const age = i % 5 === 0 ? "" : `${i * i % 17}`;
    const port = i % 7 === 0 ? "NA" : `"port, ${i % 3}"`;
    return `${age},${port},${i % 4 === 0 ? "Yes" : "no"},class ${i % 3},${100 + i / 2}\n`;
  });
  return `age,port,alone,class,price\n${lines.join("")}`;
}

async function write(folder: string, name: string, text: string): Promise<string> {
  await Deno.writeTextFile(`${folder}/${name}`, text);
  return `${folder}/${name}`;
}

testInFolder("loadCsv() says what each column was taken for, and gives samples", async (folder) => {
  const file = await write(folder, "people.csv", peopleCsv(60));
  const { train, test, task, columns } = await loadCsv(file, { target: "class" });
  assertEquals(task, { kind: "classification", classNames: ["class 0", "class 1", "class 2"] });
  assertEquals([train.size, test.size, train.classes], [48, 12, 3]);
  assertEquals([0, 1, 2].map((label) => test.targets.data.filter((y) => y === label).length), [
    4,
    4,
    4,
  ]);
  assertEquals(
    columns.map(({ name, kind, use, inputs, missing }) => [name, kind, use, inputs, missing]),
    [
      ["age", "number", "feature", 2, 12],
      ["port", "category", "feature", 5, 9],
      ["alone", "boolean", "feature", 1, 0],
      ["class", "category", "target", 0, 0],
      ["price", "number", "feature", 1, 0],
    ],
  );
});

testInFolder(
  "loadCsv() reads only the columns, or the rows, that are asked for",
  async (folder) => {
    const text = peopleCsv(40) + "not a number,port,no,class 0,expensive\n";
    const file = await write(folder, "people.csv", text);
    const few = await loadCsv(file, { target: "class", features: ["alone"] });
    assertEquals(few.columns.map(({ name }) => name), ["alone", "class"]);
    const head = await loadCsv(file, { target: "price", limit: 40 });
    assertEquals([head.train.size, head.test.size], [32, 8]);
    const whole = await loadCsv(await write(folder, "whole.csv", peopleCsv(40)), {
      target: "price",
    });
    assertEquals(head, whole);
  },
);

testInFolder("loadCsv() reads a layout that it is told", async (folder) => {
  const file = await write(folder, "bare.csv", "1:0.5\n2:1.5\n3:2.5\n");
  const { preprocessing } = await loadCsv(file, {
    target: "column 2",
    delimiter: ":",
    header: false,
  });
  assertEquals(preprocessing.columns.map(({ name }) => name), ["column 1"]);
});

testInFolder("loadCsv() refuses what cannot be learnt from in one line", async (folder) => {
  const file = await write(folder, "people.csv", peopleCsv(20));
  const refused = async (
    options: Parameters<typeof loadCsv>[1],
    message: string,
  ): Promise<void> => {
    const error = await assertRejects(() => loadCsv(file, options), RangeError);
    assertEquals(error.message, message.replace("FILE", file));
  };
  await refused(
    { target: "prize" },
    'Cannot learn from "FILE": no column "prize" for a target: did you mean "price"?',
  );
  await refused(
    { target: "price", features: ["class", "price"] },
    'Cannot learn from "FILE": "price" is the target: leave it out of --features',
  );
  await refused(
    { target: "age" },
    'Cannot learn from "FILE": target "age" is missing in 4 of 20 rows, first in row 1: ' +
      "leave such rows out with --missing drop",
  );
  await refused(
    { target: "price", limit: 0 },
    "Cannot load CSV with limit 0: expected a whole number, 1 or more",
  );
  await assertRejects(
    () => loadCsv(file, { target: "price", limits: 3 } as never),
    TypeError,
    'Cannot load CSV with "limits": did you mean "limit"?',
  );
  await assertRejects(() => loadCsv(`${folder}/none.csv`, { target: "y" }), Deno.errors.NotFound);
});

testInFolder(
  "loadCsvWith() gives the samples that loadCsv() gave of the same file",
  async (folder) => {
    for (const target of ["class", "price", "alone"]) {
      const file = await write(folder, "people.csv", peopleCsv(50));
      const { train, preprocessing } = await loadCsv(file, { target, testSplit: 0 });
      const { dataset, counts } = await loadCsvWith(file, preprocessing);
      assertEquals(counts.unknown.every((count) => count === 0), true);
      const rowsOf = ({ inputs, targets, size }: typeof train): string[] =>
        Array.from({ length: size }, (_, i) => {
          const width = inputs.shape[0] ?? 0;
          return `${inputs.data.subarray(i * width, (i + 1) * width)} ${targets.data[i]}`;
        });
      // Training samples are in random order.
      assertEquals(rowsOf(dataset).toSorted(), rowsOf(train).toSorted());
      assertEquals([dataset.classes, dataset.units], [train.classes, train.units]);
      assertEquals(dataset.targets.data.constructor, train.targets.data.constructor);
    }
  },
);

testInFolder(
  "loadCsvWith() takes other columns in any order, and counts what is new",
  async (folder) => {
    const file = await write(folder, "people.csv", peopleCsv(50));
    const { preprocessing } = await loadCsv(file, {
      target: "class",
      features: ["age", "port", "alone"],
    });
    const other = await write(
      folder,
      "new.csv",
      "name;class;alone;port;age\nAnn;class 2;maybe;a new port;3\nBob; class 0 ;YES;NA;\n",
    );
    const { dataset, counts } = await loadCsvWith(other, preprocessing);
    assertEquals([...dataset.targets.data], [2, 0]);
    assertEquals(counts, { missing: [1, 1, 0], unknown: [0, 1, 1] });
    const dropped = await loadCsvWith(other, preprocessing, { missing: "drop" });
    assertEquals([...dropped.dataset.targets.data], [2]);
  },
);

testInFolder(
  "loadCsvWith() names the column that a file lacks, and the line of a wrong cell",
  async (folder) => {
    const file = await write(folder, "people.csv", peopleCsv(50));
    const { preprocessing } = await loadCsv(file, { target: "class", features: ["age", "alone"] });
    const of = async (text: string): Promise<unknown> =>
      await loadCsvWith(await write(folder, "new.csv", text), preprocessing);
    const lacks = await assertRejects(() => of("ages,alone,class\n1,no,class 0\n"), RangeError);
    assert(lacks.message.includes('no column "age"; did you mean "ages"?'), lacks.message);
    const wrong = async (row: string, expected: string): Promise<void> => {
      const text = `age,alone,class\n1,no,class 0\n\n${row}\n`;
      const { message } = await assertRejects(() => of(text), SyntaxError);
      assertEquals(message, `Cannot read "${folder}/new.csv": expected ${expected}`);
    };
    await wrong("old,no,class 1", 'a number in column "age" of line 4, got "old"');
    await wrong(
      "1,no,class 9",
      'a class that was there to be learnt in target "class" of line 4, got "class 9"',
    );
    await wrong(
      "1,no,?",
      'a class that was there to be learnt in target "class" of line 4, got "?"',
    );
  },
);

testInFolder(
  "streamCsv() gives the samples of loadCsvWith(), in batches, at each pass",
  async (folder) => {
    const file = await write(folder, "people.csv", peopleCsv(50));
    for (const target of ["class", "price", "alone"]) {
      const { preprocessing } = await loadCsv(file, { target });
      const { dataset } = await loadCsvWith(file, preprocessing);
      const stream = streamCsv(file, preprocessing, { batchSize: 20 });
      for (const _ of [1, 2]) {
        const batches = await Array.fromAsync(stream());
        const width = dataset.inputs.shape[0] ?? 0;
        assertEquals(batches.map(({ xs }) => xs.length / width), [20, 20, 10]);
        assertEquals(batches.flatMap(({ xs }) => [...xs]), [...dataset.inputs.data]);
        const ys = batches.flatMap(({ ys }) => [...ys]);
        const expected = [...dataset.targets.data].flatMap((y) =>
          dataset.classes === undefined ? y : [0, 1, 2].map((label) => Number(label === y))
        );
        assertEquals(ys, expected);
      }
    }
  },
);

testInFolder(
  "streamCsv() leaves out rows that lack a value, and refuses a wrong size",
  async (folder) => {
    const file = await write(folder, "people.csv", peopleCsv(50));
    const { preprocessing, train, test } = await loadCsv(file, {
      target: "price",
      missing: "drop",
    });
    const sizes = async (options: StreamCsvOptions): Promise<number[]> =>
      (await Array.fromAsync(streamCsv(file, preprocessing, options)())).map(({ ys }) => ys.length);
    const left = train.size + test.size;
    assertEquals(await sizes({ batchSize: 30, missing: "drop" }), [30, left - 30]);
    assertEquals(await sizes({ batchSize: 50 }), [50]);
    assertThrows(
      () => streamCsv(file, preprocessing, { batchSize: 0 }),
      RangeError,
      "Cannot stream CSV with batchSize 0: expected a whole number, 1 or more",
    );
  },
);
