/**
 * Pictures of digits as MNIST has them: 28 x 28, light ink on dark ground, the ink scaled into 20 x 20 and put with its
 * centre of mass in the middle (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
 *
 * @module
 */
import { countDigits } from "./_digits.ts";
import { averaged } from "./_filters.ts";
import { findInk, type Ink } from "./_ink.ts";
import { type GreyImage, inverted } from "./grey_image.ts";

export type { GreyImage } from "./grey_image.ts";

/** Side of an MNIST picture, and of the square that its ink is scaled into. */
const SIDE = 28;
const INK = 20;
/** Differences in brightness below this are none. */
const FAINT = 0.05;
/** Larger pictures are scaled down to this before their ink is looked for. */
const LONGEST = 400;

/**
 * Turns a picture into one like MNIST's. One of 28 x 28 is taken to be such already, but for its sign.
 *
 * @param image The picture.
 * @param invert Whether the ink is dark; `auto` takes a light border for paper. @default "auto"
 * @returns Light ink on dark ground. Shape: `[28, 28]`.
 */
export function digitImage(image: GreyImage, invert: boolean | "auto" = "auto"): GreyImage {
  return findDigits(image, invert).image;
}

/** The digits in a picture. */
export interface FoundDigits {
  /** All of its ink as one picture like MNIST's. Shape: `[28, 28]`. */
  readonly image: GreyImage;
  /** How many digits stand side by side, with a gap between them; 1 where that is not sure. */
  readonly count: number;
}

/**
 * Turns a picture into one like MNIST's, as {@linkcode digitImage} does, and counts the digits in it.
 *
 * @param image The picture.
 * @param invert Whether the ink is dark; `auto` takes a light border for paper. @default "auto"
 * @returns Light ink on dark ground, and how many digits it is of.
 */
export function findDigits(image: GreyImage, invert: boolean | "auto" = "auto"): FoundDigits {
  if (image.width === SIDE && image.height === SIDE) {
    if (isEven(image)) return { image: EMPTY, count: 1 };
    const dark = invert === "auto" ? borderBrightness(image) > 0.5 : invert;
    return { image: dark ? inverted(image) : image, count: 1 };
  }
  const ink = findInk(shrunk(image), invert);
  return ink ? { image: centred(ink), count: countDigits(ink) } : { image: EMPTY, count: 1 };
}

const EMPTY: GreyImage = { width: SIDE, height: SIDE, pixels: new Float32Array(SIDE * SIDE) };

/** Whether no pixel differs from another by more than can be seen. */
function isEven({ pixels }: GreyImage): boolean {
  return Math.max(...pixels) - Math.min(...pixels) < FAINT;
}

/**
 * Tells whether a picture has nothing in it.
 *
 * @param digit A picture, from {@linkcode digitImage}.
 * @returns Whether it has no ink.
 */
export function isBlank({ pixels }: GreyImage): boolean {
  return pixels.every((value) => value === 0);
}

function shrunk(image: GreyImage): GreyImage {
  const { width, height } = image;
  const scale = LONGEST / Math.max(width, height);
  if (scale >= 1) return image;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return averaged(image, { left: 0, top: 0, width, height }, side(width), side(height));
}

function borderBrightness({ width, height, pixels }: GreyImage): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
      sum += pixels[y * width + x] ?? 0;
      count++;
    }
  }
  return sum / count;
}

function centred({ image, box }: Ink): GreyImage {
  const scale = Math.max(box.width, box.height) / INK;
  const width = Math.max(1, Math.round(box.width / scale));
  const height = Math.max(1, Math.round(box.height / scale));
  const scaled = averaged(image, box, width, height);
  const ink = { ...scaled, pixels: scaled.pixels.map((value) => Math.min(1, Math.max(0, value))) };
  const [x0, y0] = massCentre(ink).map((centre) => Math.round(SIDE / 2 - centre)) as [
    number,
    number,
  ];
  const result = { width: SIDE, height: SIDE, pixels: new Float32Array(SIDE * SIDE) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = [x + x0, y + y0];
      if (column < 0 || row < 0 || column >= SIDE || row >= SIDE) continue;
      result.pixels[row * SIDE + column] = ink.pixels[y * width + x] ?? 0;
    }
  }
  return result;
}

type Point = readonly [x: number, y: number];

/** Centre of mass, with pixels from 0 to 1 being the first. */
function massCentre({ width, height, pixels }: GreyImage): Point {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x] ?? 0;
      mass += value;
      sumX += value * (x + 0.5);
      sumY += value * (y + 0.5);
    }
  }
  return [sumX / mass, sumY / mass];
}
