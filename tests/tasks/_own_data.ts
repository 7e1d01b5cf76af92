/**
 * Files of one's own for the commands.
 *
 * @module
 */
import { loadDataset } from "tandem";
import { png } from "../dataset/images/_pictures.ts";

/** Cars with their year of 1970 to 1982, weight, origin and miles per gallon, made up but for the trend. */
export function carsCsv(cars: number): string {
  const rows = Array.from({ length: cars }, (_, i) => {
    const weight = 1600 + (i * 7919) % 3400;
    const year = 70 + i % 13;
    const origin = ["USA", "Europe", "Japan"][i % 3] ?? "";
    const mpg = 48 - weight / 130 + (year - 70) * 0.7 + (origin === "Japan" ? 3 : 0);
    return `${weight},${i % 11 === 0 ? "" : year},${origin},${mpg.toFixed(1)}`;
  });
  return ["weight,year,origin,mpg", ...rows].join("\n");
}

/**
 * Writes MNIST's first test digits into a folder for each digit.
 *
 * @param folder The folder.
 * @param count How many.
 * @returns Path and digit of each.
 */
export async function writeDigits(
  folder: string,
  count: number,
): Promise<{ readonly file: string; readonly digit: number }[]> {
  const { test } = await loadDataset("mnist");
  const pixels = test.inputs.data;
  const written: { file: string; digit: number }[] = [];
  for (let i = 0; i < count; i++) {
    const digit = test.targets.data[i] ?? 0;
    await Deno.mkdir(`${folder}/${digit}`, { recursive: true });
    const file = `${folder}/${digit}/${i}.png`;
    await Deno.writeFile(file, png(28, 28, (x, y) => pixels[784 * i + 28 * y + x] ?? 0));
    written.push({ file, digit });
  }
  return written;
}
