/**
 * Finding ink on a ground that light falls on unevenly.
 *
 * @module
 */
import { blurred, opened } from "./_filters.ts";
import { isAtEdge, type Region, regionsAbove } from "./_regions.ts";
import { quantile, splitPoint } from "./_histogram.ts";
import { type Box, type GreyImage, inverted } from "./grey_image.ts";

/** Ink, apart from what it is on. */
export interface Ink {
  /** How far each pixel is covered: about 1 in the ink, 0 around it. */
  readonly image: GreyImage;
  /** What the ink takes up of the picture. */
  readonly box: Box;
}

/** The picture as it is if its ink is dark, or if it is light. */
interface Reading {
  /** The picture, its ink being light. */
  readonly light: GreyImage;
  /** The same with less noise. */
  readonly smooth: GreyImage;
  /** What would be there without the ink. */
  readonly ground: GreyImage;
  /** 1 where the ink is deep, 0 elsewhere. */
  readonly mask: GreyImage;
}

/** Noise below this standard deviation is none: half of it comes from 8 bits a pixel. */
const QUIET = 0.01;
/** The window that takes away noise is this share of the picture's shorter side. */
const GRAIN = 1 / 64;
/** What is wider than this share of the picture's longer side is no stroke of a pen. */
const STROKE = 1 / 3;
/** Added to brightness before its logarithm is taken, which in the dark would be of noise alone. */
const DIM = 0.1;
/** The smallest depth of ink: a thirtieth darker than what is around it. */
const FAINTEST = 0.03;
/** Noise is hardly anywhere as deep as so many times its standard deviation. */
const OUTLIER = 4;
/** Nor is it that deep on so many pixels together: in standard deviations times pixels. */
const SIGNIFICANT = 1000;
/** Regions of a smaller share of the largest are dirt. */
const SPECK = 1 / 20;
/** A digit is written in fewer pieces. */
const MOST_PIECES = 12;
/** So far from ink, as a share of its size, ... */
const REACH = 1 / 10;
/** ... the picture has fallen by this share of the ink's depth ... */
const FALL = 0.6;
/** ... at this share of all places around it; where light fades, at fewer. */
const STEEP = 0.65;
/** Along the picture's edge, in its own sizes, ink is less than this; the dark side of a page is more. */
const MOST_EDGE = 1.1;
/** Pixels covered less than this are ground. */
const FAINT = 0.2;

/**
 * Finds the ink of a picture.
 *
 * @param image The picture.
 * @param dark Whether the ink is dark, or "auto" for what fits the picture.
 * @returns The ink; undefined where there is none.
 */
export function findInk(image: GreyImage, dark: boolean | "auto"): Ink | undefined {
  const { width, height } = image;
  const grain = Math.max(1, Math.round(Math.min(width, height) * GRAIN / 2));
  const smooth = noiseOf(image) > QUIET ? blurred(image, grain) : image;
  const [best] = (dark === "auto" ? [true, false] : [dark])
    .map((sign) => read(image, smooth, sign))
    .filter((reading) => reading !== undefined)
    .toSorted(bySense);
  return best && inkOf(best);
}

/** The standard deviation of pixels from the middle of their neighbours, by the median, which edges do not move. */
function noiseOf({ width, pixels }: GreyImage): number {
  const steps = pixels.map((value, i) =>
    i % width === 0 || i % width === width - 1
      ? 0
      : Math.abs(value - ((pixels[i - 1] ?? 0) + (pixels[i + 1] ?? 0)) / 2)
  );
  return quantile(steps, 1 / 2) * 1.4826 / Math.sqrt(1.5);
}

/**
 * Ink is along the picture's edge less than its ground is. Where neither is, it is the ground that is smoother: what is
 * taken for it in the wrong sign has the holes of a digit in it.
 */
function bySense(a: Reading, b: Reading): number {
  const edge = edgeShare(a.mask) - edgeShare(b.mask);
  return Math.abs(edge) > 1 / 4 ? edge : roughness(a.ground) - roughness(b.ground);
}

function edgeShare({ width, height, pixels }: GreyImage): number {
  const edge = pixels.filter((_, i) => isAtEdge(i, width, height));
  return edge.reduce((sum, value) => sum + value, 0) / edge.length;
}

/** The sum of squares of the steps from pixel to pixel. */
function roughness({ width, pixels }: GreyImage): number {
  let sum = 0;
  pixels.forEach((value, i) => {
    if (i >= width) sum += (value - (pixels[i - width] ?? 0)) ** 2;
    if (i % width > 0) sum += (value - (pixels[i - 1] ?? 0)) ** 2;
  });
  return sum;
}

/** Looks for ink of one sign; undefined where nothing looks like it. */
function read(image: GreyImage, calm: GreyImage, dark: boolean): Reading | undefined {
  const [light, smooth] = dark ? [inverted(image), inverted(calm)] : [image, calm];
  const { width, height } = image;
  const radius = Math.ceil(Math.max(width, height) * STROKE / 2);
  const ground = opened(smooth, radius);
  // The same in light and in shadow.
  const level = (value: number): number =>
    dark ? -Math.log(DIM + 1 - value) : Math.log(DIM + value);
  const levels = { width, height, pixels: smooth.pixels.map(level) };
  const depths = levels.pixels.map((value, i) => value - level(ground.pixels[i] ?? 0));
  const strokes = strokesOf({ width, height, pixels: depths }, calm !== image);
  const inMask = maskOf(strokes, levels);
  const steep = strokes.filter((stroke) => isSteep(stroke, inMask, levels, depths));
  const mask = maskOf(steep, levels);
  return steep.length > 0 ? { light, smooth, ground, mask } : undefined;
}

function maskOf(regions: readonly Region[], { width, height }: GreyImage): GreyImage {
  const pixels = new Float32Array(width * height);
  for (const i of regions.flatMap(({ pixels }) => pixels)) pixels[i] = 1;
  return { width, height, pixels };
}

/** Ink ends within a few pixels; shadows and stains fade. */
function isSteep(
  stroke: Region,
  mask: GreyImage,
  levels: GreyImage,
  depths: Float32Array,
): boolean {
  const { width, height } = mask;
  const box = boxOf(maskOf([stroke], mask));
  const side = Math.max(box.width, box.height);
  if (stroke.atEdge > side * MOST_EDGE) return false;
  const reach = Math.ceil(side * REACH);
  const mean = (pixels: Float32Array): number =>
    stroke.pixels.reduce((sum, i) => sum + (pixels[i] ?? 0), 0) / stroke.pixels.length;
  const low = mean(levels.pixels) - mean(depths) * FALL;
  let [around, below] = [0, 0];
  for (const i of stroke.pixels) {
    for (const dy of [-reach, 0, reach]) {
      for (const dx of [-reach, 0, reach]) {
        const [x, y] = [i % width + dx, Math.floor(i / width) + dy];
        if (x < 0 || y < 0 || x >= width || y >= height || mask.pixels[y * width + x]) continue;
        around++;
        if ((levels.pixels[y * width + x] ?? 0) < low) below++;
      }
    }
  }
  return below > STEEP * around;
}

/** What is deeper than noise, and hangs together in few enough pieces for a digit. */
function strokesOf(depths: GreyImage, noisy: boolean): Region[] {
  const floor = noisy ? quantile(depths.pixels, 1 / 2) : 0;
  const noise = noisy ? floor - quantile(depths.pixels, 0.16) : 0;
  const above = { ...depths, pixels: depths.pixels.map((depth) => depth - floor) };
  const least = Math.max(splitPoint(above.pixels), OUTLIER * noise, FAINTEST);
  const regions = regionsAbove(above, least).filter(({ mass }) => mass >= SIGNIFICANT * noise);
  const inner = regions.filter(({ atEdge }) => atEdge === 0);
  const chosen = withoutSpecks(
    (inner[0]?.mass ?? 0) >= (regions[0]?.mass ?? 0) * SPECK ? inner : regions,
  );
  if (chosen.length > MOST_PIECES) return [];
  const full = quantile(
    Float32Array.from(chosen[0]?.pixels ?? [], (i) => above.pixels[i] ?? 0),
    0.9,
  );
  const pixels = new Float32Array(above.pixels.length);
  for (const i of chosen.flatMap(({ pixels }) => pixels)) pixels[i] = above.pixels[i] ?? 0;
  return withoutSpecks(regionsAbove({ ...depths, pixels }, Math.max(least, full / 2)));
}

function withoutSpecks(regions: readonly Region[]): Region[] {
  return regions.filter(({ mass }) => mass >= (regions[0]?.mass ?? 0) * SPECK);
}

/** Scales what rises above the ground by the depth of the ink nearby, which light and pressure change. */
function inkOf({ light, smooth, ground, mask }: Reading): Ink {
  const { width, height } = light;
  const over = (pixels: Float32Array): Float32Array =>
    pixels.map((v, i) => v - (ground.pixels[i] ?? 0));
  const rise = over(smooth.pixels);
  const floor = quantile(rise.filter((_, i) => mask.pixels[i] === 0), 1 / 2);
  const box = boxOf(mask);
  const side = Math.max(box.width, box.height);
  const near = blurred(mask, Math.ceil(side / 20)).pixels;
  const weighed = (power: number): Float32Array =>
    blurred({
      width,
      height,
      pixels: mask.pixels.map((m, i) => m * ((rise[i] ?? 0) - floor) ** power),
    }, Math.ceil(side / 3)).pixels;
  const [first, second] = [weighed(1), weighed(2)];
  const full = second.map((v, i) => v / (first[i] ?? 1));
  const cover = (pixels: Float32Array): GreyImage => ({
    width,
    height,
    pixels: over(pixels).map((v, i) => (near[i] ?? 0) > 0 ? (v - floor) / (full[i] ?? 1) : 0),
  });
  return { image: cover(light.pixels), box: boxOf(cover(smooth.pixels)) };
}

function boxOf({ width, height, pixels }: GreyImage): Box {
  let [left, top, right, bottom] = [width, height, -1, -1];
  pixels.forEach((value, i) => {
    if (value <= FAINT) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
