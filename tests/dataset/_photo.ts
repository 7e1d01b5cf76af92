/**
 * Digits as a camera takes them: off the middle, in uneven light, with noise.
 *
 * @module
 */
import type { GreyImage } from "../../src/dataset/digit_image.ts";

/** How a photo is taken. */
export interface Setting {
  /** Dark ink on light paper, or chalk on a board. */
  readonly dark: boolean;
  /** Light falls from one side, or on a spot. */
  readonly light: "linear" | "radial";
  /** Standard deviation of the noise. */
  readonly noise: number;
}

const WIDTH = 300;
const HEIGHT = 400;

/**
 * Takes a photo of a digit.
 *
 * @param digit How far ink covers each pixel of MNIST's picture, from 0 to 1. Shape: `[28, 28]`.
 * @param setting How it is taken.
 * @param random Decides the rest: where the digit is, how large, how the light falls.
 */
export function takePhoto(
  digit: ArrayLike<number>,
  { dark, light, noise }: Setting,
  random: () => number,
): GreyImage {
  const size = 120 + 130 * random();
  const [left, top] = [(WIDTH - size) * random(), (HEIGHT - size) * random()];
  const angle = 2 * Math.PI * random();
  const [paper, ink] = dark ? [1, 0.25] : [0.12, 0.95];
  const pixels = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const cover = coverAt(digit, (x - left) / size * 28 - 0.5, (y - top) / size * 28 - 0.5);
    const [u, v] = [x / WIDTH - 0.5, y / HEIGHT - 0.5];
    const across = light === "linear"
      ? u * Math.cos(angle) + v * Math.sin(angle)
      : Math.hypot(u, v);
    // From 0.95 down to 0.35.
    const brightness = light === "linear" ? 0.65 + 0.42 * across : 0.95 - 0.85 * across;
    const value = brightness * (paper + (ink - paper) * cover) + noise * normal(random);
    return Math.round(255 * Math.min(1, Math.max(0, value))) / 255;
  });
  return { width: WIDTH, height: HEIGHT, pixels };
}

/** Between pixels, as lenses see it. */
function coverAt(digit: ArrayLike<number>, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column > 27 || row > 27 ? 0 : digit[row * 28 + column] ?? 0;
  const row = (y: number): number => at(x0, y) * (x0 + 1 - x) + at(x0 + 1, y) * (x - x0);
  return row(y0) * (y0 + 1 - y) + row(y0 + 1) * (y - y0);
}

/** A normal number (Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
