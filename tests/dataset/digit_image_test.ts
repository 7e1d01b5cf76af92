import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertThrows,
} from "@std/assert";
import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { digitImage, type GreyImage, isBlank } from "../../src/dataset/digit_image.ts";
import { decodePng } from "../../src/dataset/png.ts";
import { randomStream } from "../../src/parallel/random.ts";
import { takePhoto } from "./_photo.ts";

function image(width: number, height: number, at: (x: number, y: number) => number): GreyImage {
  const pixels = Float32Array.from(
    { length: width * height },
    (_, i) => at(i % width, Math.floor(i / width)),
  );
  return { width, height, pixels };
}

Deno.test("digitImage() leaves a picture like MNIST's as it is", () => {
  const digit = image(28, 28, (x, y) => x === 14 && y > 4 && y < 24 ? 1 : 0);
  assertEquals(digitImage(digit).pixels, digit.pixels);
});

Deno.test("digitImage() turns dark ink on light paper around, unless told otherwise", () => {
  const paper = image(28, 28, (x) => x === 14 ? 0 : 1);
  assertEquals(digitImage(paper).pixels[14], 1);
  assertEquals(digitImage(paper).pixels[0], 0);
  assertEquals(digitImage(paper, false).pixels, paper.pixels);
});

Deno.test("digitImage() scales the ink into 20 x 20 around its centre of mass", () => {
  // A bar of 10 x 100 in a corner becomes one of 2 x 20 in the middle.
  const { pixels } = digitImage(image(300, 200, (x, y) => x >= 5 && x < 15 && y < 100 ? 1 : 0));
  const ink = pixels.reduce((sum, value) => sum + value, 0);
  assertAlmostEquals(ink, 40, 1e-3);
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const inside = x >= 13 && x < 15 && y >= 4 && y < 24;
      assertAlmostEquals(pixels[y * 28 + x] ?? NaN, inside ? 1 : 0, 1e-5);
    }
  }
});

Deno.test("digitImage() of an empty sheet is empty", () => {
  assertEquals(digitImage(image(50, 50, () => 1)).pixels.every((value) => value === 0), true);
});

Deno.test("decodePng() gives the brightness, on white where the picture is transparent", () => {
  const png = new PNG({ width: 3, height: 1 });
  png.data = Buffer.from([255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 255]);
  const { width, height, pixels } = decodePng(PNG.sync.write(png), "a.png");
  assertEquals([width, height], [3, 1]);
  assertAlmostEquals(pixels[0] ?? NaN, 0.299, 1e-6);
  assertEquals([pixels[1], pixels[2]], [1, 0]);
});

/** An upright stroke of a colour on a transparent sheet, faint at its sides as a pen's is. */
function stroke(colour: readonly [number, number, number], ground: number[]): GreyImage {
  const png = new PNG({ width: 60, height: 60 });
  png.data = Buffer.from(
    Array.from({ length: 3600 }, (_, i) => {
      const [x, y] = [i % 60, Math.floor(i / 60)];
      const cover = y < 10 || y >= 50 ? 0 : x === 29 || x === 31 ? 128 : x === 30 ? 255 : 0;
      return cover === 0 ? ground : [...colour, cover];
    }).flat(),
  );
  return decodePng(PNG.sync.write(png), "a.png");
}

Deno.test("decodePng() chooses the ground that keeps what is drawn in one colour, whichever it is", () => {
  const expected = digitImage(stroke([0, 0, 0], [0, 0, 0, 0])).pixels;
  assertEquals(expected.some((value) => value > 0.5), true);
  const clear = [[0, 0, 0, 0], [255, 255, 255, 0], [9, 99, 199, 0]];
  for (const colour of [[255, 255, 255], [255, 255, 0], [90, 200, 90], [0, 0, 200], [200, 0, 0]]) {
    for (const ground of clear) {
      const digit = digitImage(stroke(colour as [number, number, number], ground));
      assertEquals(isBlank(digit), false, `${colour} on ${ground}`);
      digit.pixels.forEach((value, i) =>
        assertAlmostEquals(value > 0.5 ? 1 : 0, (expected[i] ?? 0) > 0.5 ? 1 : 0, 0, `${colour}`)
      );
    }
  }
});

Deno.test("decodePng() keeps white behind a picture of more than one tone", () => {
  // Dark ink on a white card with transparent corners.
  const png = new PNG({ width: 40, height: 40 });
  png.data.fill(255);
  for (const corner of [0, 39, 1560, 1599]) png.data[4 * corner + 3] = 0;
  for (let y = 10; y < 30; y++) {
    for (let x = 18; x < 22; x++) png.data.set([0, 0, 0, 255], 4 * (40 * y + x));
  }
  assertEquals(decodePng(PNG.sync.write(png), "a.png").pixels[0], 1);
});

Deno.test("a sheet of one brightness, transparent or not, is blank", () => {
  for (const value of [0, 0.2, 0.5, 0.9, 1]) {
    for (const side of [10, 28, 100]) {
      assertEquals(isBlank(digitImage(image(side, side, () => value))), true, `${value} ${side}`);
    }
  }
  for (
    const ground of [[0, 0, 0, 0], [255, 255, 255, 0], [255, 255, 255, 255], [70, 80, 90, 120]]
  ) {
    const png = new PNG({ width: 30, height: 30 });
    png.data = Buffer.from(Array.from({ length: 900 }, () => ground).flat());
    assertEquals(isBlank(digitImage(decodePng(PNG.sync.write(png), "a.png"))), true, `${ground}`);
  }
});

Deno.test("a photo of paper alone is blank, and the same digit in any light the same picture", () => {
  const digit = Float32Array.from({ length: 784 }, (_, i) => {
    const [x, y] = [i % 28 - 13.5, Math.floor(i / 28) - 13.5];
    return Math.abs(Math.hypot(x, y) - 7) < 1.5 ? 1 : 0;
  });
  for (const dark of [true, false]) {
    for (const light of ["linear", "radial"] as const) {
      for (const noise of [0, 0.03, 0.06]) {
        const setting = { dark, light, noise };
        const paper = takePhoto(new Float32Array(784), setting, randomStream(3));
        assertEquals(isBlank(digitImage(paper)), true, JSON.stringify(setting));
        const { pixels } = digitImage(takePhoto(digit, setting, randomStream(4)));
        // A ring of ink as wide as the square of 20 x 20, and nothing in it or around it.
        const at = (x: number, y: number): number => pixels[y * 28 + x] ?? NaN;
        for (const [x, y] of [[14, 5], [14, 22], [5, 14], [22, 14]] as const) {
          assertGreater(at(x, y), 0.5, JSON.stringify(setting));
        }
        for (const [x, y] of [[14, 14], [0, 0], [27, 27], [14, 1]] as const) {
          assertLess(at(x, y), 0.2, JSON.stringify(setting));
        }
      }
    }
  }
});

Deno.test("decodePng() refuses in one line what is no whole picture", () => {
  const whole = PNG.sync.write(new PNG({ width: 9, height: 9 }));
  for (const bytes of [new Uint8Array(), new Uint8Array([1, 2, 3]), whole.subarray(0, 40)]) {
    assertThrows(() => decodePng(bytes, "a.png"), SyntaxError, 'Cannot read "a.png"');
  }
});
