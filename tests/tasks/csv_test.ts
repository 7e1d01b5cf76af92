import { assertAlmostEquals, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { testInFolder } from "../_folder.ts";
import { carsCsv } from "./_own_data.ts";
import { decode, runTask, taskCommand } from "./_task.ts";

/** Runs a task with text on its standard input. */
async function runWithInput(text: string, ...args: string[]): Promise<ReturnType<typeof decode>> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  return decode(await child.output());
}

testInFolder(
  "a table is trained on, evaluated in the target's own unit, predicted for, and reported on",
  async (folder) => {
    const [csv, run] = [`${folder}/cars.csv`, `${folder}/run`];
    await Deno.writeTextFile(csv, carsCsv(400));
    const trained = await runTask("train", "--csv", csv, "--target", "mpg", "--out", run);
    assertEquals(trained.code, 0, trained.stderr);
    // What columns were taken for is told before the first epoch.
    assertMatch(
      trained.stderr,
      /weight +number +1 +0\nyear +number +2 +37\norigin +category +4 +0\nmpg +number +target +0\n320 rows .* 80 for the test\nepoch 1/,
    );
    const numbers = /r2: (.*)\nmeanAbsoluteError: (.*)\nrootMeanSquaredError: (.*)\n$/;
    const [, r2, mae] = numbers.exec(trained.stdout) ?? [];
    assertGreater(Number(r2), 0.95);
    const evaluated = await runTask("evaluate", "--run", run);
    assertEquals([evaluated.stdout, evaluated.code], [trained.stdout, 0], evaluated.stderr);

    // The same rows in another order of columns and with one more, from standard input.
    const rows = (await Deno.readTextFile(csv)).split("\n").slice(1)
      .map((row) => row.split(","));
    const shuffled = rows.map(([weight, year, origin]) => `${origin},x,${year},${weight}`);
    shuffled[0] = "Mars,x,70,1600";
    const input = ["origin,note,year,weight", ...shuffled].join("\n");
    const piped = await runWithInput(input, "predict", "--run", run, "--csv", "-");
    assertEquals(
      piped.stderr,
      'warning: column "origin": 1 value was not there in training, taken as other\n',
    );
    const [head, ...lines] = piped.stdout.trimEnd().split("\n");
    assertEquals([head, lines.length], ["row,mpg", 400]);
    const errors = lines.map((line, i) =>
      Math.abs(Number(line.split(",")[1]) - Number(rows[i]?.[3]))
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    assertGreater(2 * Number(mae), mean, "predictions are in miles per gallon");

    const out = `${folder}/predictions.csv`;
    const saved = await runTask("predict", "--run", run, "--csv", csv, "--out", out);
    assertEquals([saved.code, saved.stdout], [0, ""], saved.stderr);
    const second = (await Deno.readTextFile(out)).split("\n")[2];
    assertEquals(second, lines[1]);
    const json = await runTask("predict", "--run", run, "--csv", csv, "--json");
    const { type, row, values } = JSON.parse(json.stdout.split("\n")[1] ?? "");
    assertEquals([type, row], ["prediction", 2]);
    assertAlmostEquals(values.mpg, Number(second?.split(",")[1]), 1e-4);

    const report = await runTask("report", "--run", run);
    assertEquals(report.code, 0, report.stderr);
    assertMatch(await Deno.readTextFile(`${run}/report.html`), /residuals of mpg/);
  },
  "run",
);

testInFolder(
  "a run goes on with its table, and neither trains nor is evaluated on one that has changed",
  async (folder) => {
    const [csv, run] = [`${folder}/cars.csv`, `${folder}/run`];
    await Deno.writeTextFile(csv, carsCsv(60));
    const flags = ["--csv", csv, "--target", "origin", "--epochs", "2", "--out", run];
    assertEquals((await runTask("train", ...flags)).code, 0);
    const longer = await runTask("train", "--resume", run, "--epochs", "3");
    assertEquals(longer.code, 0, longer.stderr);
    await Deno.writeTextFile(csv, carsCsv(50));
    const resumed = await runTask("train", "--resume", run, "--epochs", "4");
    assertEquals(resumed.code, 2);
    assertMatch(resumed.stderr, /^error: Cannot resume run .*: its data have changed since/m);
    const part = await runTask("evaluate", "--run", run);
    assertEquals(part.code, 2);
    assertMatch(part.stderr, /its data have changed since; expected the samples to evaluate on/);
    const all = await runTask("evaluate", "--run", run, "--csv", csv, "--json");
    assertEquals(JSON.parse(all.stdout).macro.samples, 50, all.stderr);
  },
  "run",
);

testInFolder(
  "a row that cannot be read ends predictions with one line, and leaves no file",
  async (folder) => {
    const [csv, run] = [`${folder}/cars.csv`, `${folder}/run`];
    await Deno.writeTextFile(csv, carsCsv(60));
    const flags = ["--csv", csv, "--target", "mpg", "--epochs", "1", "--out", run];
    assertEquals((await runTask("train", ...flags)).code, 0);
    // A row in the middle that no model can read.
    await Deno.writeTextFile(csv, carsCsv(60).replace(/\n\d+,/g, "\nheavy,"));
    const command = taskCommand(
      "predict",
      "--run",
      run,
      "--csv",
      csv,
      "--out",
      `${folder}/p.csv`,
    );
    const { code, stderr } = decode(await command.output());
    assertEquals(code, 2);
    assertMatch(stderr, /expected a number in column "weight" of line 2, got "heavy"/);
    const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assertEquals(names.toSorted(), ["cars.csv", "latest", "run"]);
  },
  "run",
);
