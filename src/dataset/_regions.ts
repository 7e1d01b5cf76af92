/**
 * Regions of neighbouring pixels.
 *
 * @module
 */
import type { GreyImage } from "./grey_image.ts";

/** What hangs together in a picture. */
export interface Region {
  /** Indices of its pixels. */
  readonly pixels: readonly number[];
  /** The sum of their values. */
  readonly mass: number;
  /** How many of them are at the picture's edge. */
  readonly atEdge: number;
}

/**
 * Finds what hangs together, across corners too.
 *
 * @param image The picture.
 * @param least Pixels above this value belong to a region.
 * @returns The regions, the one of the largest mass first.
 */
export function regionsAbove(image: GreyImage, least: number): Region[] {
  const seen = new Uint8Array(image.pixels.length);
  const regions: Region[] = [];
  image.pixels.forEach((value, start) => {
    if (value > least && !seen[start]) regions.push(regionFrom(start, image, least, seen));
  });
  return regions.toSorted((a, b) => b.mass - a.mass);
}

function regionFrom(
  start: number,
  { width, height, pixels }: GreyImage,
  least: number,
  seen: Uint8Array,
): Region {
  const found = [start];
  let [mass, atEdge] = [0, 0];
  seen[start] = 1;
  for (const index of found) {
    const [x, y] = [index % width, Math.floor(index / width)];
    mass += pixels[index] ?? 0;
    if (isAtEdge(index, width, height)) atEdge++;
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const next = row * width + column;
        if (seen[next] || (pixels[next] ?? 0) <= least) continue;
        seen[next] = 1;
        found.push(next);
      }
    }
  }
  return { pixels: found, mass, atEdge };
}

/** Whether a pixel is in the outermost row or column. */
export function isAtEdge(index: number, width: number, height: number): boolean {
  const [x, y] = [index % width, Math.floor(index / width)];
  return x === 0 || y === 0 || x === width - 1 || y === height - 1;
}
