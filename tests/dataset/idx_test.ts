import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseIdx, parseImages, parseLabels, toDataset } from "../../src/dataset/idx.ts";
import { encodeIdx } from "./_idx_files.ts";

const labels = encodeIdx([3], new Uint8Array([1, 2, 9]));
const images = encodeIdx([3, 1, 2], new Uint8Array([0, 1, 2, 3, 4, 255]));

function rejects(read: () => unknown, problem: string): void {
  const error = assertThrows(read, SyntaxError);
  assertEquals(error.message, `Cannot read IDX file "x": ${problem}`);
}

Deno.test("parseIdx() gives back what was encoded", () => {
  const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 });
  const arrays = shapes.chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return fc.record({
      shape: fc.constant(shape),
      data: fc.uint8Array({ minLength: length, maxLength: length }),
    });
  });
  fc.assert(fc.property(arrays, ({ shape, data }) => {
    const parsed = parseIdx(encodeIdx(shape, data), "x");
    assertEquals(parsed.shape, shape);
    assertEquals([...parsed.data], [...data]);
  }));
});

Deno.test("parseIdx() throws nothing but SyntaxError on arbitrary bytes", () => {
  const headers = fc.constantFrom([], [0, 0, 8], [0, 0, 8, 1], [0, 0, 8, 3], [0, 0, 8, 255]);
  fc.assert(fc.property(headers, fc.uint8Array({ maxLength: 40 }), (header, rest) => {
    try {
      parseIdx(new Uint8Array([...header, ...rest]), "x");
    } catch (error) {
      assertEquals(error instanceof SyntaxError, true);
    }
  }));
});

Deno.test("parseIdx() rejects every proper prefix and every extension of a file", () => {
  for (let length = 0; length < images.length; length++) {
    assertThrows(() => parseIdx(images.subarray(0, length), "x"), SyntaxError);
  }
  assertThrows(() => parseIdx(new Uint8Array([...images, 0]), "x"), SyntaxError);
});

Deno.test("parseIdx() reads a view at an offset without copying", () => {
  const padded = new Uint8Array([255, ...labels]);
  const { data } = parseIdx(padded.subarray(1), "x");
  assertEquals([...data], [1, 2, 9]);
  assertEquals(data.buffer === padded.buffer, true);
});

Deno.test("parseIdx() rejects a header shorter than its magic", () => {
  rejects(
    () => parseIdx(new Uint8Array([0, 0, 8]), "x"),
    "expected a header of at least 4 bytes, got 3",
  );
});

Deno.test("parseIdx() rejects a magic that does not begin with zeros", () => {
  const gzipped = new Uint8Array([0x1f, 0x8b, 8, 0]);
  rejects(() => parseIdx(gzipped, "x"), "expected two zero bytes first, got magic 0x1f8b0800");
});

Deno.test("parseIdx() rejects a type other than unsigned byte", () => {
  const floats = new Uint8Array([0, 0, 0x0d, 1, 0, 0, 0, 0]);
  rejects(() => parseIdx(floats, "x"), "expected type 0x08 (unsigned byte), got 0x0d");
});

Deno.test("parseIdx() rejects rank 0", () => {
  rejects(
    () => parseIdx(new Uint8Array([0, 0, 8, 0, 7]), "x"),
    "expected a rank of at least 1, got 0",
  );
});

Deno.test("parseIdx() rejects a header shorter than its rank says", () => {
  rejects(
    () => parseIdx(images.subarray(0, 15), "x"),
    "expected a header of 16 bytes for rank 3, got 15",
  );
});

Deno.test("parseIdx() rejects data that is too short", () => {
  rejects(
    () => parseIdx(images.subarray(0, images.length - 1), "x"),
    "expected 6 bytes of data for shape [3,1,2], got 5: the file is too short",
  );
});

Deno.test("parseIdx() rejects data that is too long", () => {
  rejects(
    () => parseIdx(new Uint8Array([...labels, 0]), "x"),
    "expected 3 bytes of data for shape [3], got 4: the file is too long",
  );
});

Deno.test("parseIdx() rejects sizes whose product overflows", () => {
  const huge = encodeIdx(Array(40).fill(0xffffffff), new Uint8Array(0));
  assertThrows(() => parseIdx(huge, "x"), SyntaxError, "the file is too short");
});

Deno.test("parseImages() and parseLabels() name the magic they expect", () => {
  rejects(() => parseImages(labels, "x"), "expected magic 0x00000803, got 0x00000801");
  rejects(() => parseLabels(images, "x", 10), "expected magic 0x00000801, got 0x00000803");
});

Deno.test("parseImages() rejects images without pixels", () => {
  const empty = encodeIdx([2, 0, 3], new Uint8Array(0));
  rejects(() => parseImages(empty, "x"), "expected images with pixels, got 0 x 3");
});

Deno.test("parseLabels() rejects a label out of range", () => {
  rejects(() => parseLabels(labels, "x", 9), "expected labels from 0 to 8, got 9 at index 2");
});

Deno.test("toDataset() pairs images with labels and scales pixels to 0..1", () => {
  const dataset = toDataset(parseImages(images, "x"), parseLabels(labels, "y", 10), 10);
  assertEquals([dataset.size, dataset.classes], [3, 10]);
  assertEquals(dataset.inputs.shape, [1, 2]);
  assertEquals(dataset.inputs.scale, 1 / 255);
  assertEquals(dataset.targets.shape, []);
  assertEquals(dataset.targets.scale, 1);
});

Deno.test("toDataset() rejects different counts of images and labels", () => {
  const two = encodeIdx([2], new Uint8Array([1, 2]));
  const error = assertThrows(
    () => toDataset(parseImages(images, "x"), parseLabels(two, "y", 10), 10),
    RangeError,
  );
  assertEquals(
    error.message,
    "Cannot pair images with labels: expected equal counts, got 3 images and 2 labels",
  );
});
