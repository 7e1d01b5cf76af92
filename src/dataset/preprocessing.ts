/**
 * What a model's inputs went through before it saw them: saved beside the model, so that whoever shows it something
 * later can do the same.
 *
 * @module
 */
import type { ImagesEntry } from "./catalog.ts";
import type { Unit } from "./dataset.ts";
import type { SampleArray } from "./sample_array.ts";
import type { Task } from "./task.ts";

/** What images went through, and what a model says of them. */
export interface ImagesPreprocessing {
  /** Which of the kinds of data it is. */
  readonly kind: "images";
  /** Height and width of an image; of coloured ones, and the number of channels. */
  readonly shape: readonly number[];
  /** What the bytes of the pixels were multiplied by. */
  readonly scale: number;
  /** Names of the classes, in the order of the model's outputs. */
  readonly classNames: readonly string[];
  /** Whether the images are handwritten digits, so that one can draw more of them. */
  readonly drawable: boolean;
  /** What the images stand out from, where it is the same for nearly all. @default unknown */
  readonly ground?: "light" | "dark";
}

/** How the values of a column of numbers become inputs: standardised. */
export interface NumberRule extends Unit {
  /** Which of the kinds of columns it is. */
  readonly kind: "number";
  /** The column's name. */
  readonly name: string;
  /** What stands for a missing value: the median. */
  readonly fill: number;
  /** Whether an input of its own says that the value was missing. */
  readonly indicator: boolean;
}

/** How the values of a column of names become inputs: one for each known name, and one for all others. */
export interface CategoryRule {
  /** Which of the kinds of columns it is. */
  readonly kind: "category";
  /** The column's name. */
  readonly name: string;
  /** The names that have inputs of their own, in their order. */
  readonly categories: readonly string[];
  /** What stands for a missing value: the most frequent name. */
  readonly fill: string;
  /** Whether an input of its own says that the value was missing. */
  readonly indicator: boolean;
}

/** How the values of a column of yes and no become inputs: 1 and 0. */
export interface BooleanRule {
  /** Which of the kinds of columns it is. */
  readonly kind: "boolean";
  /** The column's name. */
  readonly name: string;
  /** What stands for a missing value: the more frequent one. */
  readonly fill: boolean;
  /** Whether an input of its own says that the value was missing. */
  readonly indicator: boolean;
}

/** How a column becomes inputs. */
export type ColumnRule = NumberRule | CategoryRule | BooleanRule;

/** What rows of a table went through, and what a model says of them. */
export interface TablePreprocessing {
  /** Which of the kinds of data it is. */
  readonly kind: "table";
  /** The columns that a model reads, in the order of its inputs. */
  readonly columns: readonly ColumnRule[];
  /** Names of the columns that it is to find. */
  readonly target: readonly string[];
  /** What it learns of them. */
  readonly task: Task;
  /** The units of standardised targets; none where they are classes or labels. */
  readonly units: readonly Unit[];
}

/** What arrays of numbers went through, and what a model says of them. */
export interface ArraysPreprocessing {
  /** Which of the kinds of data it is. */
  readonly kind: "arrays";
  /** Shape of a sample. */
  readonly shape: readonly number[];
  /** What the stored values were multiplied by. */
  readonly scale: number;
  /** What a model learns of them. */
  readonly task: Task;
  /** The units of standardised targets; none where they are classes or labels. */
  readonly units: readonly Unit[];
}

/** What inputs went through, by the kind of data. */
export type Preprocessing = ImagesPreprocessing | TablePreprocessing | ArraysPreprocessing;

/**
 * Describes what the inputs of a data set went through.
 *
 * @param entry What the catalogue says of the data set.
 * @param inputs Its inputs.
 * @returns The description.
 */
export function preprocessingOf(
  { kind, classNames, drawable }: ImagesEntry,
  { shape, scale }: Pick<SampleArray, "shape" | "scale">,
): ImagesPreprocessing {
  // What the catalogue has is light on dark.
  return { kind, shape, scale, classNames, drawable, ground: "dark" };
}

/**
 * Gives inputs to a model as those that it was trained on.
 *
 * @param preprocessing What those went through.
 * @param inputs Other inputs of the same kind.
 * @returns The same values, with the scale that the model knows; they share memory with `inputs`.
 */
export function inputsFor({ scale }: ImagesPreprocessing, inputs: SampleArray): SampleArray {
  return { ...inputs, scale };
}

/** The byte of a pixel that is fully light. */
const LIGHT = 255;

/**
 * Gives a picture to a model as those that it was trained on.
 *
 * @param preprocessing What those went through.
 * @param pixels The picture, from 0 to 1.
 * @returns What the model reads.
 */
export function pixelsFor({ scale }: ImagesPreprocessing, pixels: Float32Array): Float32Array {
  const factor = LIGHT * scale;
  return factor === 1 ? pixels : pixels.map((value) => value * factor);
}

/**
 * Whether what was learnt of inputs and targets is the same: where their files have changed, it hardly ever is.
 *
 * @param one What one data set went through.
 * @param other What another one did.
 * @returns Whether both went through the same.
 */
export function isSamePreprocessing(one: Preprocessing, other: Preprocessing): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
