/**
 * Pictures of digits as MNIST has them: 28 x 28, light ink on dark ground, the ink scaled into 20 x 20 and put with its
 * centre of mass in the middle (LeCun, Cortes and Burges, "The MNIST database of handwritten digits").
 *
 * @module
 */

/** A grey picture. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Brightness from 0 to 1, row by row. Shape: `[height, width]`. */
  readonly pixels: Float32Array;
}

/** Side of an MNIST picture, and of the square that its ink is scaled into. */
const SIDE = 28;
const INK = 20;
/** Brightness above which a pixel is ink. */
const FAINT = 0.1;

/**
 * Turns a picture into one like MNIST's. One of 28 x 28 is taken to be such already, but for its sign.
 *
 * @param image The picture.
 * @param invert Whether the ink is dark; `auto` takes a light border for paper. @default "auto"
 * @returns Light ink on dark ground. Shape: `[28, 28]`.
 */
export function digitImage(image: GreyImage, invert: boolean | "auto" = "auto"): GreyImage {
  const dark = invert === "auto" ? borderBrightness(image) > 0.5 : invert;
  const pixels = dark ? image.pixels.map((value) => 1 - value) : image.pixels;
  const light = { ...image, pixels };
  return image.width === SIDE && image.height === SIDE ? light : centred(light);
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

function centred(image: GreyImage): GreyImage {
  const box = inkBox(image);
  const result = { width: SIDE, height: SIDE, pixels: new Float32Array(SIDE * SIDE) };
  if (!box) return result;
  const scale = Math.max(box.width, box.height) / INK;
  const width = Math.max(1, Math.round(box.width / scale));
  const height = Math.max(1, Math.round(box.height / scale));
  const ink = averaged(image, box, width, height);
  const [x0, y0] = massCentre(ink).map((centre) => Math.round(SIDE / 2 - centre)) as [
    number,
    number,
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = [x + x0, y + y0];
      if (column < 0 || row < 0 || column >= SIDE || row >= SIDE) continue;
      result.pixels[row * SIDE + column] = ink.pixels[y * width + x] ?? 0;
    }
  }
  return result;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function inkBox({ width, height, pixels }: GreyImage): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((pixels[y * width + x] ?? 0) <= FAINT) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Each pixel is the mean of the area that it covers. */
function averaged(image: GreyImage, box: Box, width: number, height: number): GreyImage {
  const pixels = new Float32Array(width * height);
  const [stepX, stepY] = [box.width / width, box.height / height];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = [box.left + x * stepX, box.top + y * stepY] as const;
      pixels[y * width + x] = meanOfArea(image, from, [from[0] + stepX, from[1] + stepY]);
    }
  }
  return { width, height, pixels };
}

type Point = readonly [x: number, y: number];

function meanOfArea({ width, pixels }: GreyImage, [x0, y0]: Point, [x1, y1]: Point): number {
  let sum = 0;
  for (let y = Math.floor(y0); y < y1; y++) {
    const tall = Math.min(y + 1, y1) - Math.max(y, y0);
    for (let x = Math.floor(x0); x < x1; x++) {
      const wide = Math.min(x + 1, x1) - Math.max(x, x0);
      sum += tall * wide * (pixels[y * width + x] ?? 0);
    }
  }
  return sum / ((x1 - x0) * (y1 - y0));
}

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
