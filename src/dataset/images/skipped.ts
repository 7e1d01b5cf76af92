/**
 * Pictures that are left out because they cannot be read.
 *
 * @module
 */
import type { DecodedPictures } from "./decode_pictures.ts";
import type { ListedPicture, Listing } from "./listing.ts";

/** A picture that was left out. */
export interface SkippedPicture {
  /** Its path from the folder. */
  readonly file: string;
  /** Why it could not be read. */
  readonly reason: string;
}

/** So many pictures that were left out are named in warnings. */
const NAMED = 5;

/**
 * Names the pictures that could not be read.
 *
 * @param listed All pictures.
 * @param decoded What became of them.
 * @returns Those that are left out, and why.
 */
export function skippedOf(
  listed: readonly ListedPicture[],
  { failed }: DecodedPictures,
): SkippedPicture[] {
  return failed.map(({ place, reason }) => ({ file: listed[place]?.path ?? "", reason }));
}

/**
 * Says what is left out.
 *
 * @param skipped The pictures that are.
 * @param onWarning Told in a line each of the first ones, and in one how many more there are.
 */
export function warnOf(
  skipped: readonly SkippedPicture[],
  onWarning: (message: string) => void,
): void {
  for (const { file, reason } of skipped.slice(0, NAMED)) {
    onWarning(`Left out "${file}": ${reason}`);
  }
  const more = skipped.length - NAMED;
  if (more > 0) onWarning(`Left out ${more} more that cannot be read`);
}

/**
 * Takes away the pictures that could not be read.
 *
 * @param listed All pictures.
 * @param decoded What became of them.
 * @returns The others, in their order.
 */
export function withoutFailed(
  listed: readonly ListedPicture[],
  { failed }: DecodedPictures,
): ListedPicture[] {
  const places = new Set(failed.map(({ place }) => place));
  return listed.filter((_, place) => !places.has(place));
}

/**
 * Refuses a class of which nothing can be learnt.
 *
 * @param folder The folder of the pictures, for the message.
 * @param listing All pictures.
 * @param kept Those to learn from that could be read.
 * @param skipped Those that could not.
 * @throws {RangeError} If no picture of a class is left.
 */
export function requireAllClasses(
  folder: string,
  { classNames, pictures }: Listing,
  kept: readonly ListedPicture[],
  skipped: readonly SkippedPicture[],
): void {
  const left = new Set(kept.map(({ label }) => label));
  const lost = classNames.findIndex((_, label) => !left.has(label));
  if (lost < 0) return;
  const first = pictures.find(({ label }) => label === lost);
  const reason = skipped.find(({ file }) => file === first?.path)?.reason;
  throw new RangeError(
    `Cannot load images "${folder}": no picture of "${
      classNames[lost]
    }" can be read; the first is "${first?.path}": ${reason}`,
  );
}
