/** Bytes of NPY files, for tests of their readers. */

/** Encodes an NPY file, version 1. */
export function encodeNpy(
  descr: string,
  shape: readonly number[],
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(
    `{'descr': '${descr}', 'fortran_order': False, 'shape': (${
      shape.map((size) => `${size},`).join(" ")
    }), }\n`,
  );
  const bytes = new Uint8Array(10 + header.length + data.length);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  new DataView(bytes.buffer).setUint16(8, header.length, true);
  bytes.set(header, 10);
  bytes.set(data, 10 + header.length);
  return bytes;
}

/** The bytes of numbers. */
export function rawBytes(values: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer.slice(0) as ArrayBuffer);
}
