/**
 * Which pictures a folder holds, and of which class each is.
 *
 * @module
 */
import { compareNames } from "../compare_names.ts";
import type { FoundFile } from "./files_in.ts";

/** A picture of a class. */
export interface ListedPicture extends FoundFile {
  /** Number of its class. */
  readonly label: number;
}

/** The pictures of a folder. */
export interface Listing {
  /** Names of the classes, in the order of their numbers. */
  readonly classNames: readonly string[];
  /** The pictures; where the folder divides them, those to learn from. */
  readonly pictures: readonly ListedPicture[];
  /** The pictures for the test, where the folder divides them. */
  readonly test?: readonly ListedPicture[];
  /** What was passed over: a line each. */
  readonly warnings: readonly string[];
}

/** The names of folders that divide pictures; the first kind that there is is the test. */
const TRAIN = /^train(?:ing)?$/i;
const TESTS = [/^test(?:ing)?$/i, /^val(?:id(?:ation)?)?$/i];

const OTHER_FORMATS = "of formats other than PNG and JPEG";

const PICTURE = /\.(?:png|jpe?g)$/i;

/**
 * Tells the classes of pictures by the folders that they are in: a class for each, or those in `train` and `test`.
 *
 * @param folder The folder of them all, for messages.
 * @param files All files in it, in their order, by their paths from it.
 * @returns The pictures, class by class.
 * @throws {RangeError} If there are no pictures, of fewer than two classes, or for the test of classes that have none to
 * learn from.
 */
export function listByFolder(folder: string, files: readonly FoundFile[]): Listing {
  const pictures = files.filter(({ path }) => PICTURE.test(path));
  const others = files.filter((file) => !PICTURE.test(file.path));
  const parts = partsOf(pictures);
  const [train = inClasses(pictures, 0), test] = parts.map((part) =>
    inClasses(pictures.filter((file) => topOf(file) === part), 1)
  );
  const outside = pictures.filter((file) => parts.length > 0 && !parts.includes(topOf(file)));
  const root = parts[0] === undefined ? folder : `${folder}/${parts[0]}`;
  const { classNames, pictures: learnt } = numbered(root, train, others);
  return {
    classNames,
    pictures: learnt,
    ...(test ? { test: labelled(root, test.listed, classNames) } : {}),
    warnings: [
      ...passedOver(others, OTHER_FORMATS),
      ...passedOver([...train.loose, ...(test?.loose ?? [])], "in no folder of a class"),
      ...passedOver(outside, `outside of ${parts.map((part) => `"${part}"`).join(" and ")}`),
    ],
  };
}

/**
 * Tells the classes of pictures by a list of them.
 *
 * @param folder The folder of them all, for messages.
 * @param files All files in it.
 * @param labels The class of each picture, by its path from the folder.
 * @returns The pictures, class by class. One that is not there is among them: reading it fails, and tells.
 * @throws {RangeError} If there are no pictures, or of fewer than two classes.
 */
export function listByLabels(
  folder: string,
  files: readonly FoundFile[],
  labels: ReadonlyMap<string, string>,
): Listing {
  const found = new Map(files.map((file) => [file.path, file]));
  const listed = [...labels].map(([path, name]) => {
    return [name, found.get(path) ?? { path, bytes: 0, modified: 0 }] as const;
  });
  const unnamed = files.filter(({ path }) => PICTURE.test(path) && !labels.has(path));
  return {
    ...numbered(folder, { listed, loose: [] }, []),
    warnings: passedOver(unnamed, "without a label"),
  };
}

/** Files by the names of their classes. */
type Named = readonly (readonly [className: string, file: FoundFile])[];

/** Files, and the classes of those that have one. */
interface Sorted {
  readonly listed: Named;
  /** Those that are in no folder of a class. */
  readonly loose: readonly FoundFile[];
}

/** Sorts files by the folder at a depth of their paths. */
function inClasses(files: readonly FoundFile[], depth: number): Sorted {
  const listed: [string, FoundFile][] = [];
  const loose: FoundFile[] = [];
  for (const file of files) {
    const names = file.path.split("/");
    if (names.length > depth + 1) listed.push([names[depth] ?? "", file]);
    else loose.push(file);
  }
  return { listed, loose };
}

/**
 * The folders that divide pictures, where there are no others, and classes in that to learn from: it, and the one of the
 * test, if classes are in that, too.
 */
function partsOf(files: readonly FoundFile[]): string[] {
  const inFolders = files.filter(({ path }) => path.includes("/"));
  const tops = new Set(inFolders.map(topOf));
  const divides = [...tops].every((top) => [TRAIN, ...TESTS].some((kind) => kind.test(top)));
  if (!divides) return [];
  const withClasses = (kind: RegExp): string | undefined =>
    [...tops].find((top) => kind.test(top) && inFolders.some((file) => isDeep(file, top)));
  const train = withClasses(TRAIN);
  const test = TESTS.map(withClasses).find((name) => name !== undefined);
  return train === undefined ? [] : test === undefined ? [train] : [train, test];
}

/** Whether a file is in a folder of a folder. */
function isDeep(file: FoundFile, top: string): boolean {
  return topOf(file) === top && file.path.split("/").length > 2;
}

function topOf({ path }: FoundFile): string {
  return path.split("/")[0] ?? "";
}

/** Numbers pictures for the test by the classes of those to learn from. */
function labelled(root: string, listed: Named, classNames: readonly string[]): ListedPicture[] {
  return listed.map(([name, file]) => {
    const label = classNames.indexOf(name);
    if (label >= 0) return { ...file, label };
    throw new RangeError(
      `Cannot load images "${root}": expected all classes of "${
        topOf(file)
      }" in it, got no "${name}"`,
    );
  });
}

/** Numbers the classes of pictures, and puts pictures in the order of their classes. */
function numbered(
  folder: string,
  { listed, loose }: Sorted,
  others: readonly FoundFile[],
): Pick<Listing, "classNames" | "pictures"> {
  const classNames = [...new Set(listed.map(([name]) => name))].toSorted(compareNames);
  if (classNames.length < 2) {
    const got = classNames.length === 1
      ? `pictures of "${classNames[0]}" alone`
      : loose.length > 0
      ? `${loose.length} in no folder of a class; a file of labels can name them`
      : others.length > 0
      ? some(others, OTHER_FORMATS)
      : "none";
    throw new RangeError(
      `Cannot load images "${folder}": expected PNG or JPEG pictures of two classes or more, got ${got}`,
    );
  }
  const numbers = new Map(classNames.map((name, number) => [name, number]));
  const pictures = listed.map(([name, file]) => ({ ...file, label: numbers.get(name) ?? 0 }));
  return { classNames, pictures: pictures.toSorted((a, b) => a.label - b.label) };
}

function passedOver(files: readonly FoundFile[], which: string): string[] {
  return files.length === 0 ? [] : [`Passed over ${some(files, which)}`];
}

/** How many files there are, and the first of them. */
function some(files: readonly FoundFile[], which: string): string {
  const [count, such] = files.length === 1 ? ["1 file", ""] : [`${files.length} files`, "such as "];
  return `${count} ${which}: ${such}"${files[0]?.path}"`;
}
