import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { DEFAULT_AUGMENT } from "tandem";
import { createDistorter } from "../../src/dataset/distort.ts";

const NONE = { shift: 0, rotate: 0, scale: 0, elastic: 0 };

/** What becomes of an image. */
function distorted(
  image: Uint8Array | Float32Array,
  shape: readonly number[],
  strength: typeof NONE,
  key: number,
): Uint8Array | Float32Array {
  const into = image instanceof Uint8Array
    ? new Uint8Array(image.length)
    : new Float32Array(image.length);
  createDistorter(shape, strength).write(image, 0, key, into, 0, 1);
  return into;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Where each pixel comes from: an image whose values are their own places has the place at every point between them, too,
 * since interpolation keeps what is linear.
 */
function placesOf(size: number, strength: typeof NONE, key: number): Place[] {
  const image = Float32Array.from(
    { length: 2 * size * size },
    (_, i) => i % 2 === 0 ? (i / 2) % size : Math.floor(i / 2 / size),
  );
  const places = distorted(image, [size, size, 2], strength, key);
  return Array.from(
    { length: size * size },
    (_, i) => ({ x: places[2 * i] ?? NaN, y: places[2 * i + 1] ?? NaN }),
  );
}

const keys = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

Deno.test("an image that is distorted by nothing stays as it is", () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 3 });
  fc.assert(fc.property(shapes, fc.boolean(), keys, (shape, whole, key) => {
    const values = Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i * 37 % 251);
    const image = whole ? Uint8Array.from(values) : Float32Array.from(values, (v) => v / 7);
    assertEquals(distorted(image, shape, NONE, key), image);
  }));
});

Deno.test("a distorted image is what bilinear interpolation finds where its pixels come from", () => {
  const size = 11;
  const image = Uint8Array.from({ length: size * size }, (_, i) => i * i * 31 % 256);
  const at = (x: number, y: number): number =>
    image[Math.min(y, size - 1) * size + Math.min(x, size - 1)] ?? NaN;
  fc.assert(fc.property(keys, (key) => {
    const actual = distorted(image, [size, size], DEFAULT_AUGMENT, key);
    placesOf(size, DEFAULT_AUGMENT, key).forEach(({ x, y }, i) => {
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [u, v] = [x - left, y - top];
      const expected = (1 - u) * (1 - v) * at(left, top) + u * (1 - v) * at(left + 1, top) +
        (1 - u) * v * at(left, top + 1) + u * v * at(left + 1, top + 1);
      // Half a byte of rounding; the places are known to 24 bits, times differences of up to 255.
      assertAlmostEquals(actual[i] ?? NaN, expected, 0.5 + 2e-3);
    });
  }));
});

Deno.test("images are moved, turned and scaled as far as was said, and no further", () => {
  const size = 41;
  const middle = (size - 1) / 2;
  const strength = { shift: 2, rotate: 20, scale: 0.25, elastic: 0 };
  const seen = { x: 0, y: 0, angle: 0, large: 1, small: 1 };
  for (let key = 0; key < 500; key++) {
    const places = placesOf(size, strength, key * 7919);
    const near = (dx: number): Place => places[middle * size + middle + dx] ?? { x: NaN, y: NaN };
    const [centre, beside] = [near(0), near(5)];
    const [dx, dy] = [(beside.x - centre.x) / 5, (beside.y - centre.y) / 5];
    const zoom = 1 / Math.hypot(dx, dy);
    seen.x = Math.max(seen.x, Math.abs(centre.x - middle));
    seen.y = Math.max(seen.y, Math.abs(centre.y - middle));
    seen.angle = Math.max(seen.angle, Math.abs(Math.atan2(dy, dx)) * 180 / Math.PI);
    seen.large = Math.max(seen.large, zoom);
    seen.small = Math.min(seen.small, zoom);
    // A quarter turn from the row is the column.
    const under = places[(middle + 5) * size + middle] ?? { x: NaN, y: NaN };
    assertAlmostEquals(under.x - centre.x, -5 * dy, 1e-4);
    assertAlmostEquals(under.y - centre.y, 5 * dx, 1e-4);
  }
  // Of 500 numbers from -1 to 1 the largest is below 0.97 once in four million times.
  const reached = (value: number, most: number): boolean =>
    value > 0.97 * most && value <= most + 1e-4;
  assert(reached(seen.x, 2) && reached(seen.y, 2) && reached(seen.angle, 20));
  assert(reached(seen.large - 1, 0.25) && reached(1 - seen.small, 0.25));
});

Deno.test("elastic displacements have the standard deviation that was said, and are cubics in each cell", () => {
  const size = 29;
  const strength = { ...NONE, elastic: 0.5 };
  let [count, sum, squares] = [0, 0, 0];
  for (let key = 0; key < 400; key++) {
    const moved = placesOf(size, strength, key * 7919)
      .map(({ x, y }, i) => ({ x: x - i % size, y: y - Math.floor(i / size) }));
    // Displaced by less than a tenth of the image, these are off its edges.
    for (let y = 7; y < size - 7; y++) {
      const row = moved.slice(y * size + 7, y * size + 15);
      for (const axis of ["x", "y"] as const) {
        const [a = NaN, b = NaN, c = NaN, d = NaN, e = NaN] = row.map((place) => place[axis]);
        assertAlmostEquals(a - 4 * b + 6 * c - 4 * d + e, 0, 1e-4);
        for (const place of row) {
          count++;
          sum += place[axis];
          squares += place[axis] ** 2;
        }
      }
    }
  }
  // 400 fields of some ten independent displacements each: three deviations of the estimate.
  assertAlmostEquals(Math.sqrt(squares / count), 0.5, 0.03);
  assertAlmostEquals(sum / count, 0, 0.03);
});

Deno.test("the same key distorts an image in the same way, another one in another", () => {
  const image = Uint8Array.from({ length: 784 }, (_, i) => i % 251);
  const draw = (key: number) => distorted(image, [28, 28], DEFAULT_AUGMENT, key);
  assertEquals(draw(5), draw(5));
  assertNotEquals(draw(5), draw(6));
});
