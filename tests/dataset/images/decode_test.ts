import { assertEquals, assertLessOrEqual, assertRejects } from "@std/assert";
import fc from "fast-check";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { decodePicture } from "../../../src/dataset/images/decode.ts";
import { bytesOf, hasColour } from "../../../src/dataset/images/picture.ts";
import { JPEGS } from "./_jpegs.ts";
import { PNGS } from "./_pngs.ts";
import { bytesOfBase64 } from "../../_base64.ts";
import { jpeg, png } from "./_pictures.ts";

Deno.test("decodePicture() reads of JPEG files what Pillow reads: in colour, progressive, grey, and turned", async () => {
  for (const name of ["colour", "progressive", "grey", "turned"] as const) {
    const picture = await decodePicture(jpeg(name), name);
    const { width, height, pixels } = JPEGS[name];
    assertEquals([picture.width, picture.height], [width, height], name);
    const expected = bytesOfBase64(pixels);
    const got = bytesOf(picture, name === "grey" ? 1 : 3);
    assertEquals(got.length, expected.length);
    // Pillow's decoder is another build of the same library: its inverse cosines may round otherwise.
    got.forEach((value, i) => assertLessOrEqual(Math.abs(value - (expected[i] ?? NaN)), 2, name));
    assertEquals(hasColour(picture), name !== "grey");
  }
});

Deno.test("decodePicture() reads of PNG files of any kind what Pillow reads", async () => {
  for (const [name, [file, pixels]] of Object.entries(PNGS)) {
    const { width, height, rgba } = await decodePicture(bytesOfBase64(file), name);
    assertEquals([height, width], [4, 5], name);
    assertEquals(new Uint8Array(rgba), bytesOfBase64(pixels), name);
  }
});

Deno.test("decodePicture() reads of a PNG file the pixels that it was made of, whatever its name", async () => {
  const paint = (x: number, y: number) => [x * 50, y * 60, x * y * 9] as const;
  const picture = await decodePicture(png(4, 5, paint), "a.jpg");
  assertEquals([picture.height, picture.width], [4, 5]);
  const expected = Array.from({ length: 20 }, (_, i) => paint(i % 5, Math.floor(i / 5))).flat();
  assertEquals([...bytesOf(picture, 3)], expected);
});

Deno.test("decodePicture() says of grey what Pillow says of a colour", async () => {
  // Image.new("RGB", (1, 1), colour).convert("L")
  const greys = [[[255, 0, 0], 76], [[0, 255, 0], 150], [[0, 0, 255], 29], [[17, 130, 201], 104]];
  for (const [colour, grey] of greys as [[number, number, number], number][]) {
    assertEquals([...bytesOf(await decodePicture(png(1, 1, () => colour), "a"), 1)], [grey]);
  }
});

Deno.test("bytesOf() shows white through a picture, or black where all of it is light", async () => {
  const half = await decodePicture(png(1, 2, (x) => [0, 0, 100, x === 0 ? 0 : 128]), "a");
  assertEquals([...bytesOf(half, 3)], [255, 255, 255, 127, 127, 177]);
  const light = await decodePicture(png(1, 2, (x) => [255, 255, 255, x === 0 ? 0 : 255]), "a");
  assertEquals([...bytesOf(light, 1)], [0, 255]);
});

Deno.test("decodePicture() names what is no picture that it reads, and what is wrong with one", async () => {
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /^Cannot read "a": expected a PNG or JPEG picture$/],
    [new TextEncoder().encode("GIF89a"), /got one of GIF; convert it to PNG$/],
    [
      jpeg("print"),
      /expected a JPEG picture in grey or colour, got one of 4 channels, as for print/,
    ],
    [jpeg("colour").subarray(0, 660), /expected a JPEG picture \(it is truncated\)$/],
    [jpeg("colour").subarray(0, 50), /expected a JPEG picture \(it has no header\)$/],
    [png(3, 3, () => 9).subarray(0, 50), /expected a PNG picture \(.+\)$/],
  ];
  for (const [bytes, message] of cases) {
    const error = await assertRejects(() => decodePicture(bytes, "a"), SyntaxError);
    assertEquals(message.test(error.message), true, error.message);
  }
});

Deno.test("decodePicture() refuses a picture that claims to be huge before it makes memory for it", async () => {
  const large = jpeg("colour");
  // Height and width, after the frame's marker, its length and the number of bits.
  const frame = large.findIndex((byte, i) => byte === 0xff && large[i + 1] === 0xc0);
  large.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  await assertRejects(() => decodePicture(large, "a"), SyntaxError, "got 65535 x 65535");
  const wide = png(1, 1, () => 0);
  wide.set([0x7f, 0xff, 0xff, 0xff], 16);
  await assertRejects(() => decodePicture(wide, "a"), SyntaxError, "got 2147483647 x 1");
});

Deno.test("decodePicture() reads on after a picture that it could not read", async () => {
  await assertRejects(() => decodePicture(jpeg("colour").subarray(0, 640), "a"), SyntaxError);
  const { width } = await decodePicture(jpeg("colour"), "b");
  assertEquals(width, JPEGS.colour.width);
});

Deno.test("decodePicture() gives a picture or an error of ours for any bytes", async () => {
  const pngs = [
    png(6, 7, (x, y) => [x * 30, y * 30, 9, 200]),
    new Uint8Array(PNG.sync.write(new PNG({ width: 9, height: 9 }), { colorType: 0 })),
  ];
  const jpegs = (["colour", "progressive", "grey", "turned"] as const).map(jpeg);
  const change = fc.tuple(fc.nat(1000), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      // After a JPEG picture that fails its decoder starts anew, which takes milliseconds.
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...pngs) },
        { weight: 1, arbitrary: fc.constantFrom(...jpegs) },
      ),
      fc.array(change, { maxLength: 2 }),
      fc.option(fc.nat(1000), { freq: 4 }),
      async (file, changes, end) => {
        const bytes = file.slice(0, end ?? undefined);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          const { width, height, rgba } = await decodePicture(bytes, "a");
          assertEquals(rgba.length, width * height * 4);
        } catch (error) {
          if (!(error instanceof SyntaxError && /^Cannot read "a": [^\n]+$/.test(error.message))) {
            throw error;
          }
        }
      },
    ),
    { numRuns: 5000 },
  );
});
