import { assertEquals, assertThrows } from "@std/assert";
import { parseNpy } from "../../../src/dataset/arrays/npy.ts";
import { bytesOfBase64 } from "../../_base64.ts";
import { encodeNpy, rawBytes } from "./_bytes.ts";
import { LARGE, NPY, REFUSED } from "./_numpy_files.ts";

for (const [name, { base64, shape, values, kind }] of Object.entries(NPY)) {
  Deno.test(`parseNpy() reads what NumPy wrote: ${name}`, () => {
    const array = parseNpy(bytesOfBase64(base64), "x.npy");
    assertEquals(array.shape, shape);
    assertEquals([...array.data], values);
    assertEquals([array.kind, array.source], [kind, "x.npy"]);
    // The same bytes where no number of theirs is aligned.
    const padded = new Uint8Array([1, ...bytesOfBase64(base64)]).subarray(1);
    assertEquals([...parseNpy(padded, "x.npy").data], values);
  });
}

for (const [kind, base64] of Object.entries(REFUSED)) {
  Deno.test(`parseNpy() refuses ${kind} by one line`, () => {
    const { message } = assertThrows(() => parseNpy(bytesOfBase64(base64), "x.npy"), TypeError);
    const got = {
      "texts of bytes": "texts",
      "raw bytes": "records",
      "long doubles": 'dtype "<f16"',
    };
    const expected = Object.entries(got).find(([name]) => name === kind)?.[1] ?? kind;
    assertEquals(
      message,
      `Cannot read NPY file "x.npy": expected numbers of up to 64 bits, got ${expected}`,
    );
  });
}

Deno.test("parseNpy() refuses whole numbers that floats do not have", () => {
  assertThrows(
    () => parseNpy(bytesOfBase64(LARGE), "x.npy"),
    RangeError,
    'Cannot read NPY file "x.npy": expected whole numbers below 2^53, got 9007199254740994 at index 1',
  );
});

const WHOLE = encodeNpy("|u1", [2, 2], Uint8Array.of(1, 2, 3, 4));

const BROKEN: readonly (readonly [string, Uint8Array, string])[] = [
  [
    "another magic",
    new Uint8Array([0, ...WHOLE]),
    "expected the bytes that every NPY file begins with",
  ],
  [
    "a later version",
    WHOLE.map((byte, i) => i === 6 ? 4 : byte),
    "expected version 1, 2 or 3 of the format, got 4",
  ],
  ["a file that ends in its header", WHOLE.subarray(0, 40), "the file ends in its header"],
  [
    "data that is too short",
    WHOLE.subarray(0, -1),
    "expected 4 bytes of data for shape [2,2], got 3: the file is too short",
  ],
  [
    "data that is too long",
    new Uint8Array([...WHOLE, 0]),
    "expected 4 bytes of data for shape [2,2], got 5: the file is too long",
  ],
  [
    "a header without a shape",
    WHOLE.map((byte, i) => i === 56 ? 0 : byte),
    "its header does not say the shape of its array",
  ],
];

Deno.test("parseNpy() says what a type is in one line, whatever is in its name", () => {
  const { message } = assertThrows(
    () => parseNpy(encodeNpy("\n<i2", [1], new Uint8Array(2)), "x.npy"),
    TypeError,
  );
  assertEquals(
    message,
    String.raw`Cannot read NPY file "x.npy": expected numbers of up to 64 bits, got dtype "\n<i2"`,
  );
});

for (const [what, bytes, problem] of BROKEN) {
  Deno.test(`parseNpy() names ${what}`, () => {
    const { message } = assertThrows(() => parseNpy(bytes, "x.npy"), SyntaxError);
    assertEquals(message, `Cannot read NPY file "x.npy": ${problem}`);
  });
}

/** What newer engines have of their own: an oracle for every number of half precision. */
const HALVES = DataView.prototype as { getFloat16?: DataView["getFloat32"] };

Deno.test({
  name: "parseNpy() reads each of the numbers of half precision as the engine does",
  ignore: HALVES.getFloat16 === undefined,
  fn: () => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const view = new DataView(bits.buffer);
    const expected = Array.from(bits, (_, i) => HALVES.getFloat16?.call(view, 2 * i, true));
    const { data } = parseNpy(encodeNpy("<f2", [bits.length], rawBytes(bits)), "x.npy");
    assertEquals([...data].findIndex((value, i) => !Object.is(value, expected[i])), -1);
  },
});
