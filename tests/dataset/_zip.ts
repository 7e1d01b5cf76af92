/** Writes zip archives, for tests of what reads them. */
import { crc32, deflateRawSync } from "node:zlib";

type Bytes = Uint8Array<ArrayBuffer>;

/** Packs files, every second one deflated. */
export function zip(files: readonly (readonly [name: string, bytes: Bytes])[]): Bytes {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  files.forEach(([name, bytes], i) => {
    const method = i % 2 === 0 ? 0 : 8;
    const packed = method === 0 ? bytes : new Uint8Array(deflateRawSync(bytes));
    const encoded = new TextEncoder().encode(name);
    const common = [
      u16(20, 0, method, 0, 0x21),
      u32(crc32(bytes), packed.length, bytes.length),
      u16(encoded.length, 0),
    ];
    const local = join(u32(0x04034b50), ...common, encoded, packed);
    directory.push(
      join(u32(0x02014b50), u16(20), ...common, u16(0, 0, 0), u32(0, offset), encoded),
    );
    parts.push(local);
    offset += local.length;
  });
  const central = join(...directory);
  const count = files.length;
  const end = join(
    u32(0x06054b50),
    u16(0, 0, count, count),
    u32(central.length, offset),
    u16(0),
  );
  return join(...parts, central, end);
}

function u16(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

function u32(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

function join(...parts: readonly Uint8Array[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
