import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { digitImage, type GreyImage } from "../../src/dataset/digit_image.ts";
import { decodePng } from "../../src/dataset/png.ts";

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

Deno.test("decodePng() refuses in one line what is no whole picture", () => {
  const whole = PNG.sync.write(new PNG({ width: 9, height: 9 }));
  for (const bytes of [new Uint8Array(), new Uint8Array([1, 2, 3]), whole.subarray(0, 40)]) {
    assertThrows(() => decodePng(bytes, "a.png"), SyntaxError, 'Cannot read "a.png"');
  }
});
