/**
 * What a model says of rows: those of a CSV file, or the samples of an array.
 *
 * @module
 */
import { basename, dirname } from "node:path";
import { sizeOfShape } from "../src/arrays/shape.ts";
import { inputsLike } from "../src/dataset/arrays/inputs.ts";
import { readArray } from "../src/dataset/arrays/read_array.ts";
import { csvLines } from "../src/dataset/csv/csv_lines.ts";
import { rowsOf } from "../src/dataset/csv/rows_of.ts";
import type { ArraysPreprocessing, TablePreprocessing } from "../src/dataset/preprocessing.ts";
import type { SampleArray } from "../src/dataset/sample_array.ts";
import { encodeCells, noCells } from "../src/dataset/table/encode_cells.ts";
import { inputSizeOf } from "../src/dataset/table/inputs.ts";
import { writeAtomically } from "../src/files/atomic_write.ts";
import { predictSamples } from "../src/model/predict_samples.ts";
import type { LayersModel } from "../src/model/topology.ts";
import { answerCells, answerColumns, answerObject, answerOf } from "../src/report/answer.ts";
import { warnOfUnknown } from "./_cells.ts";
import { EXIT } from "./_command.ts";
import { blamingData } from "./_data.ts";
import { STANDARD_INPUT } from "./_picture.ts";
import { requireOutput } from "./_output.ts";
import type { Question } from "./_predict_pictures.ts";

/**
 * Reads the rows of a CSV file and writes a prediction for each.
 *
 * @param file Path of the file, or `-` for standard input.
 * @param question What is asked.
 * @returns The exit code.
 * @throws {UsageError} If the file cannot be used.
 */
export async function predictTable(
  file: string,
  question: Question<TablePreprocessing>,
): Promise<number> {
  const { preprocessing } = question;
  const counts = noCells(preprocessing);
  const columns = preprocessing.columns.map(({ name }) => name);
  const name = file === STANDARD_INPUT ? "standard input" : file;
  const source = file === STANDARD_INPUT ? Deno.stdin.readable : file;
  async function* inputs(): AsyncGenerator<SampleArray> {
    for await (const { rows, lines } of rowsOf(source, { name, columns })) {
      const from = { source: name, lineOf: (row: number) => lines[row] ?? NaN };
      const data = encodeCells(preprocessing, rows, from, counts);
      yield { data, shape: [inputSizeOf(preprocessing)], scale: 1 };
    }
  }
  await writeAnswers(inputs(), preprocessing.target, question);
  warnOfUnknown(preprocessing, counts);
  return EXIT.done;
}

/**
 * Reads an array of samples and writes a prediction for each.
 *
 * @param file Path of the file.
 * @param question What is asked.
 * @returns The exit code.
 * @throws {UsageError} If the file cannot be used.
 */
export async function predictArray(
  file: string,
  question: Question<ArraysPreprocessing>,
): Promise<number> {
  const { preprocessing } = question;
  const inputs = await blamingData(async () => inputsLike(await readArray(file), preprocessing));
  await writeAnswers([inputs], [], question);
  return EXIT.done;
}

function jsonLine(row: number, answer: object): string {
  return `${JSON.stringify({ type: "prediction", row, ...answer })}\n`;
}

/** Writes the answers to all samples: a table, or an object a line. */
async function writeAnswers(
  inputs: Iterable<SampleArray> | AsyncIterable<SampleArray>,
  target: readonly string[],
  { flags, top, preprocessing, load }: Question<TablePreprocessing | ArraysPreprocessing>,
): Promise<void> {
  const out = flags.value("out");
  if (out !== undefined) await requireOutput(out);
  const { task, units } = preprocessing;
  const json = flags.has("json");
  async function* lines(): AsyncGenerator<string> {
    let model: LayersModel | undefined;
    let row = 0;
    // Nothing is written before there is an answer.
    let head = json ? "" : csvLines([["row", ...answerColumns(task, target, top)]]);
    for await (const samples of inputs) {
      model ??= await load();
      const outputs = predictSamples(model, samples, units.length > 0 ? { units } : {});
      const width = outputs.length / (samples.data.length / sizeOfShape(samples.shape));
      const answers = Array.from(
        { length: outputs.length / width },
        (_, i) => answerOf(task, outputs.subarray(i * width, (i + 1) * width)),
      );
      yield head +
        (json
          ? answers.map((answer) => jsonLine(++row, answerObject(answer, top))).join("")
          : csvLines(answers.map((answer) => [++row, ...answerCells(answer, top)])));
      head = "";
    }
  }
  const bytes = ReadableStream.from(lines()).pipeThrough(new TextEncoderStream());
  await blamingData(async () => {
    if (out === undefined) await bytes.pipeTo(Deno.stdout.writable, { preventClose: true });
    else await writeAtomically(dirname(out), basename(out), bytes);
  });
}
