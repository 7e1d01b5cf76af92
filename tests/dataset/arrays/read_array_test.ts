import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { parseArray, readArray } from "../../../src/dataset/arrays/read_array.ts";
import { needs } from "../../_permissions.ts";
import { gzip, temporaryFolder } from "../_idx_files.ts";
import { bytesOfBase64 } from "../../_base64.ts";
import { encodeIdxOf } from "../_idx_files.ts";
import { encodeNpy } from "./_bytes.ts";
import { NPY, NPZ } from "./_numpy_files.ts";

const VALUES = NPY["<f4"]?.values;

for (const kind of ["savez", "savez_compressed"] as const) {
  Deno.test(`parseArray() reads the arrays of numpy.${kind} by their names`, async () => {
    const bytes = bytesOfBase64(NPZ[kind]);
    const x = await parseArray(bytes, "a.npz", "x");
    assertEquals([x.shape, [...x.data], x.source], [[2, 3], VALUES, "a.npz#x"]);
    const y = await parseArray(bytes, "a.npz", "y");
    assertEquals([[...y.data], y.kind], [[2, 0], "integer"]);
  });
}

Deno.test("parseArray() needs no name for an NPZ file of one array, and lists those of others", async () => {
  assertEquals([...(await parseArray(bytesOfBase64(NPZ["one array"]), "a.npz")).data], [0, 1, 2]);
  const several = await assertRejects(
    () => parseArray(bytesOfBase64(NPZ.unnamed), "a.npz"),
    RangeError,
  );
  assertEquals(
    several.message,
    'Cannot read "a.npz": expected the name of an array, such as "a.npz#arr_0", since it holds "arr_0", "arr_1"',
  );
  const unknown = await assertRejects(
    () => parseArray(bytesOfBase64(NPZ.savez), "a.npz", "z"),
    RangeError,
  );
  assertEquals(
    unknown.message,
    'Cannot read "a.npz": expected one of its arrays "x", "y", got "z"',
  );
});

Deno.test("parseArray() reads the numbers of an NPZ file that holds objects, too", async () => {
  const bytes = bytesOfBase64(NPZ["objects beside numbers"]);
  assertEquals([...(await parseArray(bytes, "a.npz", "y")).data], [2, 0]);
  await assertRejects(
    () => parseArray(bytes, "a.npz", "names"),
    TypeError,
    'Cannot read NPY file "a.npz#names": expected numbers of up to 64 bits, got Python objects',
  );
});

Deno.test("parseArray() names what is wrong with a zip archive", async () => {
  const bytes = bytesOfBase64(NPZ.savez_compressed);
  const half = bytes.subarray(0, bytes.length / 2);
  await assertRejects(
    () => parseArray(half, "a.npz", "x"),
    SyntaxError,
    'Cannot read zip archive "a.npz": expected the end of a zip archive, got none: the file is not whole',
  );
  for (const kind of ["savez", "savez_compressed"] as const) {
    const corrupt = bytesOfBase64(NPZ[kind]);
    corrupt[100] = (corrupt[100] ?? 0) ^ 1;
    await assertRejects(
      () => parseArray(corrupt, "a.npz", "x"),
      SyntaxError,
      'Cannot read zip archive "a.npz": "x.npy" is corrupt',
    );
  }
  // The counts of a directory that is elsewhere, as in zip64.
  const large = bytes.slice();
  large.fill(0xff, large.length - 12, large.length - 2);
  await assertRejects(
    () => parseArray(large, "a.npz", "x"),
    SyntaxError,
    "expected an archive of less than 4 GB, got one of zip64",
  );
});

const IDX: readonly (readonly [string, number, number[], number[], string])[] = [
  ["unsigned bytes", 0x08, [1, 255], [1, 255], "integer"],
  ["signed bytes", 0x09, [1, 255], [1, -1], "integer"],
  ["short integers", 0x0b, [1, 2, 255, 254], [258, -2], "integer"],
  ["integers", 0x0c, [0, 1, 0, 0, 255, 255, 255, 254], [65_536, -2], "integer"],
  ["floats", 0x0d, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], [1.5, -2], "float"],
  [
    "doubles",
    0x0e,
    [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0],
    [1.5, -2],
    "float",
  ],
];

for (const [name, type, data, values, kind] of IDX) {
  Deno.test(`parseArray() reads IDX files of ${name}, compressed or not`, async () => {
    const bytes = encodeIdxOf(type, [2, 1], Uint8Array.from(data));
    for (const file of [bytes, await gzip(bytes)]) {
      const array = await parseArray(file, "x");
      assertEquals([array.shape, [...array.data], array.kind], [[2, 1], values, kind]);
    }
  });
}

Deno.test("parseArray() names an IDX type that there is not, and data of another length", async () => {
  await assertRejects(
    () => parseArray(encodeIdxOf(0x0a, [1], new Uint8Array(1)), "x"),
    SyntaxError,
    'Cannot read IDX file "x": expected one of the types 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e, got 0x0a',
  );
  await assertRejects(
    () => parseArray(encodeIdxOf(0x0d, [2], new Uint8Array(4)), "x"),
    SyntaxError,
    "expected 8 bytes of data for shape [2], got 4: the file is too short",
  );
});

Deno.test("parseArray() says what it expects of other files", async () => {
  const texts = [["", "an empty file"], ["a,b\n1,2\n", "something else"]] as const;
  for (const [text, got] of texts) {
    await assertRejects(
      () => parseArray(Uint8Array.from(new TextEncoder().encode(text)), "x"),
      SyntaxError,
      `Cannot read "x": expected an NPY, NPZ or IDX file, got ${got}`,
    );
  }
  await assertRejects(
    async () => parseArray((await gzip(new Uint8Array(100))).subarray(0, 20), "x"),
    SyntaxError,
    'Cannot read "x": the gzip data is truncated or corrupt',
  );
});

Deno.test({
  name:
    "readArray() takes what follows the last # for an array's name, where no file is called that",
  ignore: !needs("read", "write"),
  async fn(): Promise<void> {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/a#b.npz`;
    await Deno.writeFile(path, bytesOfBase64(NPZ.savez));
    assertEquals([...(await readArray(`${path}#y`)).data], [2, 0]);
    await Deno.writeFile(path, bytesOfBase64(NPZ["one array"]));
    assertEquals((await readArray(path)).shape, [3]);
    const error = await assertRejects(
      () => readArray(`${folder.path}/none.npy#y`),
      Deno.errors.NotFound,
    );
    assertEquals(error.message, `Cannot read "${folder.path}/none.npy": there is no such file`);
    await assertRejects(() => readArray(folder.path), TypeError, "got a folder");
    await Deno.writeFile(path, encodeNpy("|u1", [1], new Uint8Array(1)));
    await assertRejects(
      () => readArray(`${path}#y`),
      RangeError,
      `Cannot read array "y" of "${path}": expected an NPZ file`,
    );
  },
});

Deno.test("parseArray() throws only its own errors, whatever the bytes are", async () => {
  const files = [...Object.values(NPY).map(({ base64 }) => base64), ...Object.values(NPZ)]
    .map(bytesOfBase64);
  files.push(...IDX.map(([, type, data]) => encodeIdxOf(type, [2], Uint8Array.from(data))));
  const changed = fc.record({
    file: fc.constantFrom(...files),
    changes: fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 4 }),
    end: fc.option(fc.nat(600), { nil: undefined }),
  }).map(({ file, changes, end }) => {
    const bytes = file.slice(0, end);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
  const heads = fc.constantFrom<number[]>(
    [0x93, 78, 85, 77, 80, 89, 1, 0],
    [0x50, 0x4b, 3, 4],
    [0, 0, 0x0d, 1],
    [0x1f, 0x8b],
    [],
  );
  const made = fc.tuple(heads, fc.uint8Array({ maxLength: 60 }))
    .map(([head, rest]) => new Uint8Array([...head, ...rest]));
  const names = fc.constantFrom(undefined, "x", "y");
  await fc.assert(
    fc.asyncProperty(fc.oneof(changed, made), names, async (bytes, name) => {
      try {
        await parseArray(new Uint8Array(bytes), "x", name);
      } catch (error) {
        const own = error instanceof Error && /^Cannot read [^\n]*$/.test(error.message);
        const kinds = [SyntaxError, RangeError, TypeError];
        assertEquals(own && kinds.some((kind) => error instanceof kind), true, String(error));
      }
    }),
    { numRuns: 5000 },
  );
});
