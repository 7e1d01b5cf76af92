/**
 * Distorting an image a little: shifted, turned, scaled, and pulled about as if it were drawn on rubber (Simard,
 * Steinkraus and Platt, "Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis", 2003).
 *
 * The elastic part is a smooth random field of displacements. Where Simard and others smooth independent displacements
 * of all pixels by a Gaussian, this one interpolates those of a coarse grid, which takes a hundred random numbers.
 *
 * @module
 */
import { CELLS, differences, POINTS, rowAt, SMOOTHED } from "./_rubber.ts";
import type { Strength } from "./augment.ts";
import type { SampleArray } from "./sample_array.ts";

/** Writes distorted images of one shape. */
export interface Distorter {
  /**
   * Writes an image.
   *
   * @param from Images, one after another.
   * @param start Where the image begins.
   * @param key What is drawn depends on it alone: a whole number of 32 bits.
   * @param into Is overwritten with the image; bytes are rounded.
   * @param at Where the image begins there.
   * @param factor What each value is multiplied by.
   */
  write(
    from: SampleArray["data"],
    start: number,
    key: number,
    into: Uint8Array | Float32Array,
    at: number,
    factor: number,
  ): void;
}

/**
 * Prepares to distort images.
 *
 * @param shape Their shape, `[height, width]` or `[height, width, channels]`.
 * @param strength How far.
 * @returns What distorts them.
 */
export function createDistorter(
  [height = 1, width = 1, channels = 1]: readonly number[],
  { shift, rotate, scale, elastic }: Strength,
): Distorter {
  // The variance of numbers from -1 to 1 is a third.
  const reach = elastic * Math.sqrt(3) / SMOOTHED;
  const points = new Float64Array(2 * POINTS * POINTS);
  const rows = new Float64Array(2 * POINTS);
  const cubics = new Float64Array(8);
  const right = width - 1;
  const bottom = height - 1;
  const stride = width * channels;
  const stepX = CELLS / Math.max(1, right);
  const stepY = CELLS / Math.max(1, bottom);
  const firsts = Array.from(
    { length: CELLS + 1 },
    (_, cell) => cell === CELLS ? width : Math.ceil(cell / stepX),
  );

  const write: Distorter["write"] = (from, start, key, into, at, factor) => {
    const draw = numbersOf(key);
    const angle = draw() * rotate * Math.PI / 180;
    const zoom = 1 + draw() * scale;
    const cosine = Math.cos(angle) / zoom;
    const sine = Math.sin(angle) / zoom;
    const originX = right / 2 + draw() * shift;
    const originY = bottom / 2 + draw() * shift;
    for (let i = 0; i < points.length; i++) points[i] = draw() * reach;
    const rounding = into instanceof Uint8Array ? 0.5 : 0;
    let next = at;
    for (let y = 0; y < height; y++) {
      const v = y - bottom / 2;
      rowAt(points, y * stepY, rows);
      for (let cell = 0; cell < CELLS; cell++) {
        const first = firsts[cell] ?? 0;
        const end = firsts[cell + 1] ?? 0;
        const u = first - right / 2;
        differences(rows, cell, first * stepX - cell, stepX, cubics, 0);
        differences(rows, POINTS + cell, first * stepX - cell, stepX, cubics, 4);
        let sourceX = originX + cosine * u - sine * v + (cubics[0] ?? 0);
        let slopeX = cosine + (cubics[1] ?? 0);
        let bendX = cubics[2] ?? 0;
        const twistX = cubics[3] ?? 0;
        let sourceY = originY + sine * u + cosine * v + (cubics[4] ?? 0);
        let slopeY = sine + (cubics[5] ?? 0);
        let bendY = cubics[6] ?? 0;
        const twistY = cubics[7] ?? 0;
        for (let x = first; x < end; x++) {
          // What lies outside is as the edge.
          const placeX = sourceX < 0 ? 0 : sourceX > right ? right : sourceX;
          const placeY = sourceY < 0 ? 0 : sourceY > bottom ? bottom : sourceY;
          sourceX += slopeX;
          slopeX += bendX;
          bendX += twistX;
          sourceY += slopeY;
          slopeY += bendY;
          bendY += twistY;
          const left = placeX | 0;
          const top = placeY | 0;
          const partX = placeX - left;
          const partY = placeY - top;
          const beside = left < right ? channels : 0;
          const below = top < bottom ? stride : 0;
          let pixel = start + top * stride + left * channels;
          for (let channel = 0; channel < channels; channel++, pixel++) {
            const a = from[pixel] ?? 0;
            const b = from[pixel + beside] ?? 0;
            const c = from[pixel + below] ?? 0;
            const d = from[pixel + below + beside] ?? 0;
            const upper = a + partX * (b - a);
            const lower = c + partX * (d - c);
            into[next++] = (upper + partY * (lower - upper)) * factor + rounding;
          }
        }
      }
    }
  };
  return { write };
}

/** Gives numbers from -1 to 1: a counter that is mixed (the finaliser of MurmurHash3; Appleby, public domain). */
function numbersOf(key: number): () => number {
  let state = key;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) / 0x80000000;
  };
}
