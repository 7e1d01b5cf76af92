/**
 * Scaling pictures to the size that a model reads.
 *
 * @module
 */

/** Height and width in pixels. */
export type Size = readonly [height: number, width: number];

/** What a value of the result is made of: the ones from `start` on, each times its weight; the weights add up to 1. */
interface Mix {
  readonly start: number;
  readonly weights: Float32Array;
}

/**
 * Scales a picture to another size; what it shows is stretched where the sides have another proportion. Where it
 * shrinks, a pixel is the mean of the area that it covers; where it grows, the mean of the nearest two, by distance, in
 * either direction.
 *
 * @param bytes The picture. Shape: `[...from, channels]`.
 * @param from Its size.
 * @param to The new one.
 * @param channels Number of values of a pixel.
 * @returns The scaled picture, rounded. Shape: `[...to, channels]`.
 */
export function resized(bytes: Uint8Array, from: Size, to: Size, channels: number): Uint8Array {
  if (from[0] === to[0] && from[1] === to[1]) return bytes;
  const rows = mixesOf(from[0], to[0]);
  const columns = mixesOf(from[1], to[1]);
  const [line, length] = [from[1] * channels, to[1] * channels];
  const result = new Uint8Array(to[0] * length);
  const mixed = new Float32Array(line);
  rows.forEach(({ start, weights }, row) => {
    mixed.fill(0);
    weights.forEach((weight, i) => {
      const at = (start + i) * line;
      for (let x = 0; x < line; x++) mixed[x] = (mixed[x] ?? 0) + weight * (bytes[at + x] ?? 0);
    });
    columns.forEach(({ start, weights }, column) => {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) {
          sum += (weights[i] ?? 0) * (mixed[(start + i) * channels + channel] ?? 0);
        }
        result[row * length + column * channels + channel] = Math.round(sum);
      }
    });
  });
  return result;
}

function mixesOf(from: number, to: number): Mix[] {
  const mix = to < from ? areaMix : nearestMix;
  return Array.from({ length: to }, (_, i) => mix(i, from, to));
}

/** The part of each old pixel that the new one covers. */
function areaMix(index: number, from: number, to: number): Mix {
  const step = from / to;
  const [begin, end] = [index * step, (index + 1) * step];
  const start = Math.floor(begin);
  const weights = new Float32Array(Math.min(from, Math.ceil(end)) - start);
  return {
    start,
    weights: weights.map((_, i) => {
      const covered = Math.min(end, start + i + 1) - Math.max(begin, start + i);
      return covered / step;
    }),
  };
}

/** The two old pixels whose middles the new one's lies between; at the edge there is one. */
function nearestMix(index: number, from: number, to: number): Mix {
  const middle = (index + 0.5) * from / to - 0.5;
  const start = Math.floor(middle);
  if (start < 0) return { start: 0, weights: new Float32Array([1]) };
  if (start + 1 >= from) return { start: from - 1, weights: new Float32Array([1]) };
  const share = middle - start;
  return { start, weights: new Float32Array([1 - share, share]) };
}
