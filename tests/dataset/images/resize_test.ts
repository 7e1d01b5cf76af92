import { assertAlmostEquals, assertEquals, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import { resized, type Size } from "../../../src/dataset/images/resize.ts";

const SIZE: Size = [6, 8];
// deno-fmt-ignore
const PICTURE = Uint8Array.from([
    0,  37,  74, 111, 148, 185, 222,   3,
   91, 148, 205,   6,  63, 120, 177,  94,
  182,   3,  80, 157,  94, 171, 248, 185,
   17, 114, 211, 168,   9, 222,  63,  20,
  108, 225, 202,  63,  40, 157, 134, 111,
  199,  80,  77,  74, 211, 208, 205, 202,
]);

/** What Pillow makes of it: `Image.resize` with BOX where it shrinks, with BILINEAR where it grows. */
// deno-fmt-ignore
const PILLOW: readonly (readonly [Size, readonly number[]])[] = [
  [[3, 4], [70, 100, 130, 125, 80, 155, 125, 130, 154, 105, 155, 164]],
  [[2, 2], [92, 143, 129, 132]],
  [[1, 8], [100, 101, 142, 97, 94, 177, 175, 103]],
  [[9, 12], [
      0,  19,  43,  68,  93, 117, 142, 167, 191, 216, 113,   3,
     46,  70, 101, 132, 100,  67,  98, 130, 161, 192, 125,  49,
    106, 115, 134, 174, 108,  38,  62,  99, 139, 178, 150, 109,
    167,  98,  40,  88, 117, 124,  96, 126, 175, 224, 203, 170,
    100,  80,  73, 131, 155, 144,  71, 125, 190, 163, 130, 103,
     32,  83, 145, 197, 180, 127,  37, 113, 188,  98,  56,  35,
     93, 150, 206, 204, 143,  73,  43, 102, 160, 130, 109,  96,
    154, 154, 150, 142, 105,  78, 116, 155, 180, 172, 164, 157,
    199, 140,  79,  78,  76,  97, 188, 210, 207, 206, 204, 202,
  ]],
];

Deno.test("resized() gives what Pillow gives: means of areas where it shrinks, of neighbours where it grows", () => {
  for (const [size, expected] of PILLOW) {
    const got = resized(PICTURE, SIZE, size, 1);
    assertEquals(got.length, expected.length);
    // Pillow rounds once more, between its passes.
    got.forEach((value, i) => assertLessOrEqual(Math.abs(value - (expected[i] ?? NaN)), 1));
  }
});

Deno.test("resized() takes of a pixel the part that is covered", () => {
  // Each pixel repeated 4 x 5 times with numpy, then means of blocks of 6 x 8.
  // deno-fmt-ignore
  const expected = [
    46.708, 101.542,  97.833, 168.792,  98.458, 114.042, 102.208,  95.167, 162.792, 180.792,
    86.208, 184.375,  76.167, 149.292,  63.958, 153.542, 115.042, 112.167, 183.958, 175.292,
  ];
  resized(PICTURE, SIZE, [4, 5], 1).forEach((value, i) =>
    assertAlmostEquals(value, expected[i] ?? NaN, 0.501)
  );
});

Deno.test("resized() scales every channel as if it were alone, and leaves one of the right size as it is", () => {
  const planes = [PICTURE, PICTURE.map((value) => 255 - value), PICTURE.map((value) => value >> 1)];
  const together = Uint8Array.from(
    { length: 3 * PICTURE.length },
    (_, i) => planes[i % 3]?.[Math.floor(i / 3)] ?? 0,
  );
  for (const size of [[4, 5], [9, 12], [3, 11]] as const) {
    const got = resized(together, SIZE, size, 3);
    planes.forEach((plane, channel) => {
      assertEquals(got.filter((_, i) => i % 3 === channel), resized(plane, SIZE, size, 1));
    });
  }
  assertEquals(resized(PICTURE, SIZE, SIZE, 1), PICTURE);
});

Deno.test("resized() keeps a picture of one tone", () => {
  const side = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(side, side, side, side, fc.nat(255), (h, w, toH, toW, tone) => {
      const flat = new Uint8Array(h * w).fill(tone);
      const same = resized(flat, [h, w], [toH, toW], 1);
      assertEquals(same, new Uint8Array(toH * toW).fill(tone));
    }),
  );
});
