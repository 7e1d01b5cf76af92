/**
 * The samples of a run: of a data set by name, or of one's own files.
 *
 * @module
 */
import { type DataFacts, factsOfData } from "../src/config/data_facts.ts";
import { type DataSource, dataSourceOf } from "../src/config/data_source.ts";
import { type GivenConfig, resolveConfig } from "../src/config/resolve.ts";
import type { RunConfig } from "../src/config/run_config.ts";
import { loadNpy } from "../src/dataset/arrays/load_npy.ts";
import { loadImages, type LoadImagesOptions } from "../src/dataset/images/load_images.ts";
import { loadDataset } from "../src/dataset/load.ts";
import type { DivideOptions, LoadedData } from "../src/dataset/loaded_data.ts";
import type { Preprocessing } from "../src/dataset/preprocessing.ts";
import type { LoadedTable } from "../src/dataset/table/load_table.ts";
import { loadCsv } from "../src/dataset/table/load_csv.ts";
import { formatColumns } from "../src/report/columns.ts";
import { formatAmount } from "../src/report/format.ts";
import { CLEAR_LINE, fitLine, lineWidth } from "../src/report/line.ts";
import { type Flags, standardError, usage, UsageError, warn } from "./_command.ts";
import { dataFolder, loadOptions } from "./_dataset.ts";

/** A run's choices, and its samples. */
export interface RunData {
  readonly config: RunConfig;
  readonly data: LoadedData;
}

/**
 * Reads the samples that choices name, and resolves the other choices by what they are.
 *
 * @param given The choices.
 * @param flags The flags.
 * @param meanwhile What is done while samples are read.
 * @returns The configuration and the samples.
 * @throws {UsageError} If choices are wrong, or one's own data are.
 */
export async function openRunData(
  given: GivenConfig,
  flags: Flags,
  meanwhile: (config: RunConfig) => Promise<unknown>,
): Promise<RunData> {
  const early = usage(() => resolveConfig(given));
  const source = dataSourceOf(early);
  const [data] = await Promise.all([openData(source, early, flags), meanwhile(early)]);
  if (data.test.size === 0) {
    throw new UsageError(
      "Cannot train with no samples for the test: expected a larger --test-split",
    );
  }
  const facts = factsFor(source, data);
  const config = facts ? usage(() => resolveConfig({ ...given, facts })) : early;
  return { config, data };
}

/** What the choices depend on: nothing where the catalogue has said it, and the defaults are for such data. */
function factsFor({ kind }: DataSource, data: LoadedData): DataFacts | undefined {
  const known = kind === "named" && data.preprocessing.kind === "images";
  return known ? undefined : factsOfData(data);
}

/** The kinds of data, in words. */
export const KINDS: Readonly<Record<Preprocessing["kind"], string>> = {
  images: "images",
  table: "a table",
  arrays: "arrays",
};

/** The choices that divide samples. */
export type DivideChoices = Required<DivideOptions>;

/**
 * Reads samples, and tells of them on standard error.
 *
 * @param source Where they come from.
 * @param choices How they are divided.
 * @param flags The flags.
 * @returns The samples.
 * @throws {UsageError} If one's own data are wrong.
 */
export async function openData(
  source: DataSource,
  { seed, testSplit, validationSplit }: DivideChoices,
  flags: Flags,
): Promise<LoadedData> {
  const divided = { seed, testSplit, validationSplit };
  switch (source.kind) {
    case "named":
      return await loadDataset(source.name, {
        ...await loadOptions(source.name, flags),
        validationSplit,
      });
    case "csv": {
      const { kind: _, file, ...rest } = source;
      const table = await blamingData(() => loadCsv(file, { ...divided, ...rest }));
      if (!isQuiet(flags)) showTable(table);
      return table;
    }
    case "images": {
      const { kind: _, folder, ...rest } = source;
      return await blamingData(() =>
        loadImages(folder, { ...divided, ...rest, ...pictureOptions(flags) })
      );
    }
    case "arrays": {
      const { kind: _, x, y, ...rest } = source;
      return await blamingData(() => loadNpy(x, y, { ...divided, ...rest }));
    }
  }
}

/**
 * Where decoded pictures are kept, and what is told of their decoding.
 *
 * @param flags The flags.
 * @returns The options.
 */
export function pictureOptions(
  flags: Flags,
): Required<Pick<LoadImagesOptions, "cacheDir" | "onWarning" | "onProgress">> {
  return {
    cacheDir: `${dataFolder(flags)}/images`,
    onWarning: warn,
    onProgress: isQuiet(flags) ? () => {} : showDecoded,
  };
}

/**
 * Reads data, and takes what is wrong with them for the user's mistake.
 *
 * @param read Reads them.
 * @returns What it gives.
 * @throws {UsageError} If the data are not there, or cannot be used.
 */
export async function blamingData<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const kinds = [SyntaxError, RangeError, TypeError, Deno.errors.NotFound];
    if (kinds.some((kind) => error instanceof kind)) {
      throw new UsageError((error as Error).message, { cause: error });
    }
    throw error;
  }
}

function isQuiet(flags: Flags): boolean {
  return flags.has("quiet") || flags.has("json");
}

/** What the columns were taken for. */
function showTable({ columns, dropped, train, test }: LoadedTable): void {
  const count = (samples: number): string => samples.toLocaleString("en-US");
  const left = dropped === 0 ? "" : `, ${count(dropped)} rows that lack a value are left out`;
  const rows = `${count(train.size)} rows to learn from, ${count(test.size)} for the test${left}`;
  standardError.write(`${[...formatColumns(columns), rows].join("\n")}\n`);
}

/** How many pictures are read: a live line on a terminal. */
function showDecoded(done: number, total: number): void {
  const { columns } = standardError;
  if (columns === undefined) return;
  const line = fitLine(
    [`${formatAmount(done)} of ${formatAmount(total)} pictures`],
    [],
    lineWidth(columns),
  );
  standardError.write(CLEAR_LINE + line + (done === total ? CLEAR_LINE : ""));
}
