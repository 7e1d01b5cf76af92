/**
 * NPY files of a few numbers, and loading them, for tests.
 *
 * @module
 */
import { loadNpy, type LoadNpyOptions } from "../../../src/dataset/arrays/load_npy.ts";
import type { LoadedData } from "../../../src/dataset/loaded_data.ts";
import type { ArraysPreprocessing } from "../../../src/dataset/preprocessing.ts";
import { needs } from "../../_permissions.ts";
import { temporaryFolder } from "../_idx_files.ts";
import { encodeNpy, rawBytes } from "./_bytes.ts";

/** Bytes of a file. */
export type Bytes = Uint8Array<ArrayBuffer>;

const ignore = !needs("read", "write");
/** Whole numbers from 0 on. */
export const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** An NPY file of float32; without a shape of rank 1. */
export const f4 = (values: number[], ...shape: number[]): Bytes =>
  encodeNpy("<f4", shape.length ? shape : [values.length], rawBytes(Float32Array.from(values)));
/** The same of float64. */
export const f8 = (values: number[], ...shape: number[]): Bytes =>
  encodeNpy("<f8", shape.length ? shape : [values.length], rawBytes(Float64Array.from(values)));
/** The same of int32. */
export const i4 = (values: number[], ...shape: number[]): Bytes =>
  encodeNpy("<i4", shape.length ? shape : [values.length], rawBytes(Int32Array.from(values)));
/** The same of bytes. */
export const u1 = (values: number[], ...shape: number[]): Bytes =>
  encodeNpy("|u1", shape, Uint8Array.from(values));
/** The same of yes and no, 1 and 0. */
export const b1 = (values: number[]): Bytes =>
  encodeNpy("|b1", [values.length], Uint8Array.from(values));

/** Loads arrays out of files that are made for the moment. */
export async function load(
  x: Bytes,
  y: Bytes,
  options: LoadNpyOptions = {},
  test?: { x: Bytes; y: Bytes },
): Promise<LoadedData<ArraysPreprocessing>> {
  await using folder = await temporaryFolder();
  const write = async (name: string, bytes: Bytes): Promise<string> => {
    await Deno.writeFile(`${folder.path}/${name}`, bytes);
    return `${folder.path}/${name}`;
  };
  return await loadNpy(await write("x.npy", x), await write("y.npy", y), {
    ...options,
    ...(test
      ? {
        testX: await write("test_x.npy", test.x),
        testY: await write("test_y.npy", test.y),
      }
      : {}),
  });
}

/** Registers a test that writes files. */
export function check(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}
