import { assertAlmostEquals, assertEquals } from "@std/assert";
import { digitImage } from "../../../src/dataset/digit_image.ts";
import { decodePicture } from "../../../src/dataset/images/decode.ts";
import { pictureFor } from "../../../src/dataset/images/picture_for.ts";
import { greyOf, type Picture } from "../../../src/dataset/images/picture.ts";
import type { ImagesPreprocessing } from "../../../src/dataset/preprocessing.ts";
import { type Paint, png } from "./_pictures.ts";

const THINGS: ImagesPreprocessing = {
  kind: "images",
  shape: [2, 2],
  scale: 1 / 255,
  classNames: ["a", "b"],
  drawable: false,
};
const DIGITS: ImagesPreprocessing = { ...THINGS, shape: [28, 28], drawable: true };

function picture(height: number, width: number, at: Paint): Promise<Picture> {
  return decodePicture(png(height, width, at), "a");
}

function assertShown(
  given: ReturnType<typeof pictureFor>,
  expected: readonly number[],
): void {
  assertEquals(given.kind, "shown");
  if (given.kind !== "shown") return;
  assertEquals(given.pixels.length, expected.length);
  given.pixels.forEach((value, i) => assertAlmostEquals(value, expected[i] ?? NaN, 1e-6));
}

Deno.test("pictureFor() scales a picture to the model's size, channels and values", async () => {
  const four = await picture(4, 4, (x) => x < 2 ? [255, 0, 0] : [0, 0, 255]);
  const [red, blue] = [76 / 255, 29 / 255];
  assertShown(pictureFor(THINGS, four), [red, blue, red, blue]);
  assertShown(pictureFor({ ...THINGS, scale: 1 }, four), [76, 29, 76, 29]);
  const row = [1, 0, 0, 0, 0, 1];
  assertShown(pictureFor({ ...THINGS, shape: [2, 2, 3] }, four), [...row, ...row]);
});

Deno.test("pictureFor() turns light and dark around where the ground was another one", async () => {
  const shape = [3, 3];
  const dot = await picture(3, 3, (x, y) => x === 1 && y === 1 ? 51 : 255);
  const [same, turned] = [0, 1].map((turn) =>
    Array.from({ length: 9 }, (_, i) => Math.abs(turn - (i === 4 ? 0.2 : 1)))
  ) as [number[], number[]];
  const things = (ground?: "light" | "dark"): ImagesPreprocessing => {
    return { ...THINGS, shape, ...(ground ? { ground } : {}) };
  };
  assertShown(pictureFor(things(), dot), same);
  assertShown(pictureFor(things("light"), dot), same);
  assertShown(pictureFor(things("dark"), dot), turned);
  assertShown(pictureFor(things("dark"), dot, false), same);
  assertShown(pictureFor(things(), dot, true), turned);
});

Deno.test("pictureFor() of digits gives the ink alone, or says that there is none", async () => {
  const bar = await picture(90, 60, (x, y) => x >= 10 && x < 16 && y >= 10 && y < 60 ? 0 : 255);
  const expected = digitImage(greyOf(bar)).pixels;
  assertShown(pictureFor(DIGITS, bar), [...expected]);
  assertShown(pictureFor(undefined, bar), [...expected]);
  assertEquals(pictureFor(DIGITS, await picture(50, 50, () => 200)), { kind: "blank" });
});

Deno.test("pictureFor() counts digits that stand side by side, and knows one in pieces", async () => {
  const strokes = (...at: readonly number[]): Paint => (x, y) =>
    y >= 20 && y < 80 && at.some((left) => x >= left && x < left + 8) ? 0 : 255;
  const two = await picture(100, 100, strokes(20, 60));
  assertEquals(pictureFor(DIGITS, two), { kind: "several", count: 2 });
  const three = await picture(100, 160, strokes(20, 60, 100));
  assertEquals(pictureFor(DIGITS, three), { kind: "several", count: 3 });
  assertEquals(pictureFor(DIGITS, await picture(100, 100, strokes(45))).kind, "shown");
  // A five whose bar does not touch it, and a dot beside a stroke.
  const five = await picture(100, 100, (x, y) => {
    const bar = x >= 45 && x < 75 && y >= 20 && y < 27;
    const body = x >= 30 && x < 38 && y >= 20 && y < 80;
    return bar || body ? 0 : 255;
  });
  assertEquals(pictureFor(DIGITS, five).kind, "shown");
});
