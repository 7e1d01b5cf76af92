/**
 * What pictures stand out from: light paper, or the dark.
 *
 * @module
 */
import type { Size } from "./resize.ts";

/** Brightness of what pictures stand out from. */
export type Ground = "light" | "dark";

/** So many of all pictures say what the ground of a data set is. */
const NEARLY_ALL = 0.95;
/** The ground is this near to black or white, ... */
const PLAIN = 0.25;
/** ... and as even: a photo's edge is neither (standard deviation). */
const EVEN = 0.15;

/** The outermost rows and columns of a picture. */
interface Border {
  /** Mean brightness, from 0 to 1. */
  readonly mean: number;
  /** Its standard deviation. */
  readonly deviation: number;
}

/**
 * Tells what pictures stand out from.
 *
 * @param bytes The pictures, one after the other, from 0 to 255.
 * @param size Height and width of each.
 * @param channels Number of values of a pixel.
 * @returns The ground that nearly all have; undefined where they have none in common.
 */
export function commonGround(bytes: Uint8Array, size: Size, channels: number): Ground | undefined {
  const length = size[0] * size[1] * channels;
  const count = bytes.length / length;
  const counts = { light: 0, dark: 0 };
  for (let i = 0; i < count; i++) {
    const { mean, deviation } = borderOf(bytes.subarray(i * length, (i + 1) * length), size);
    if (deviation > EVEN) continue;
    if (mean < PLAIN) counts.dark++;
    else if (mean > 1 - PLAIN) counts.light++;
  }
  const least = Math.max(1, NEARLY_ALL * count);
  if (counts.dark >= least) return "dark";
  return counts.light >= least ? "light" : undefined;
}

/**
 * Tells what one picture stands out from.
 *
 * @param bytes The picture, from 0 to 255.
 * @param size Its height and width.
 * @returns The ground that it has if it has one.
 */
export function groundOf(bytes: Uint8Array, size: Size): Ground {
  return borderOf(bytes, size).mean > 0.5 ? "light" : "dark";
}

function borderOf(bytes: Uint8Array, [height, width]: Size): Border {
  const line = bytes.length / height;
  const channels = line / width;
  let [count, sum, squares] = [0, 0, 0];
  const add = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const value = (bytes[i] ?? 0) / 255;
      count++;
      sum += value;
      squares += value * value;
    }
  };
  for (let y = 0; y < height; y++) {
    const [begin, end] = [y * line, (y + 1) * line];
    if (y === 0 || y === height - 1) add(begin, end);
    else {
      add(begin, begin + channels);
      add(end - channels, end);
    }
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
