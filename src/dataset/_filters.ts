/**
 * Filters over rectangles, each in two passes: along the rows, then along the columns.
 *
 * @module
 */
import { type Box, type GreyImage, inverted } from "./grey_image.ts";

/**
 * Takes means over square windows.
 *
 * @param image The picture.
 * @param radius Pixels from the middle of a window to its edge; at the picture's own edge windows are smaller.
 * @returns A picture of the same size.
 */
export function blurred(image: GreyImage, radius: number): GreyImage {
  return alongBoth(image, (line) => {
    const sums = sumsOf(line);
    return line.map((_, i) =>
      meanOf(sums, Math.max(0, i - radius), Math.min(line.length, i + radius + 1))
    );
  });
}

/**
 * Scales a part of a picture: each pixel is the mean of the area that it covers.
 *
 * @param image The picture.
 * @param box The part.
 * @param width Width of the result in pixels.
 * @param height Height of the result in pixels.
 * @returns The part in its new size.
 */
export function averaged(image: GreyImage, box: Box, width: number, height: number): GreyImage {
  return alongBoth(
    image,
    (row) => meansOf(row, box.left, box.width, width),
    (column) => meansOf(column, box.top, box.height, height),
  );
}

/**
 * Takes away what is lighter than its surroundings and narrower than a window, and leaves edges of what is wider where
 * they are: an opening (Serra, "Image Analysis and Mathematical Morphology", 1982).
 *
 * @param image The picture.
 * @param radius Pixels from the middle of a window to its edge.
 * @returns A picture of the same size, nowhere lighter.
 */
export function opened(image: GreyImage, radius: number): GreyImage {
  const lowest = inverted(alongBoth(inverted(image), (line) => highestOf(line, radius)));
  return alongBoth(lowest, (line) => highestOf(line, radius));
}

type LineFilter = (line: Float32Array) => Float32Array;

function alongBoth(image: GreyImage, ofRow: LineFilter, ofColumn = ofRow): GreyImage {
  return turned(alongRows(turned(alongRows(image, ofRow)), ofColumn));
}

function alongRows({ width, height, pixels }: GreyImage, filter: LineFilter): GreyImage {
  const lines = Array.from(
    { length: height },
    (_, y) => filter(pixels.subarray(y * width, (y + 1) * width)),
  );
  const length = lines[0]?.length ?? 0;
  const result = new Float32Array(height * length);
  lines.forEach((line, y) => result.set(line, y * length));
  return { width: length, height, pixels: result };
}

/** Rows become columns. */
function turned({ width, height, pixels }: GreyImage): GreyImage {
  const result = new Float32Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) result[x * height + y] = pixels[y * width + x] ?? 0;
  }
  return { width: height, height: width, pixels: result };
}

/** The sum of what is before each place in a line, and of all of it. */
function sumsOf(line: Float32Array): Float64Array {
  const sums = new Float64Array(line.length + 1);
  for (let i = 0; i < line.length; i++) sums[i + 1] = (sums[i] ?? 0) + (line[i] ?? 0);
  return sums;
}

function meansOf(line: Float32Array, start: number, length: number, count: number): Float32Array {
  const sums = sumsOf(line);
  const step = length / count;
  return new Float32Array(count)
    .map((_, i) => meanOf(sums, start + i * step, start + (i + 1) * step));
}

function meanOf(sums: Float64Array, from: number, to: number): number {
  return (sumAt(sums, to) - sumAt(sums, from)) / (to - from);
}

function sumAt(sums: Float64Array, place: number): number {
  const i = Math.floor(place);
  const before = sums[i] ?? 0;
  return before + (place - i) * ((sums[i + 1] ?? before) - before);
}

/**
 * The highest values of windows whose middles are in the line. In three steps a value for any window (van Herk, "A fast
 * algorithm for local minimum and maximum filters", 1992).
 */
function highestOf(line: Float32Array, radius: number): Float32Array {
  const window = 2 * radius + 1;
  const before = new Float32Array(line.length + 2 * radius).fill(-Infinity);
  before.set(line, radius);
  const after = before.slice();
  for (let i = 1, j = before.length - 2; j >= 0; i++, j--) {
    if (i % window !== 0) before[i] = Math.max(before[i] ?? 0, before[i - 1] ?? 0);
    if ((j + 1) % window !== 0) after[j] = Math.max(after[j] ?? 0, after[j + 1] ?? 0);
  }
  return line.map((_, i) => Math.max(after[i] ?? 0, before[i + 2 * radius] ?? 0));
}
