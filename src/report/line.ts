/**
 * Lines that fit a terminal.
 *
 * @module
 */

/** Goes back to the start of a terminal's line, and empties it. */
export const CLEAR_LINE = "\r\x1b[K";

const GAP = "  ";
/** Columns of a terminal that says it has 0, as one without a window may. */
const UNKNOWN_COLUMNS = 80;

/**
 * How long a line may be.
 *
 * @param columns Columns of the terminal, or undefined where the text goes to a file or a pipe.
 * @returns The number of characters: all columns but the last, after which some terminals wrap; without a terminal any.
 */
export function lineWidth(columns: number | undefined): number {
  return columns === undefined ? Infinity : (columns || UNKNOWN_COLUMNS) - 1;
}

/**
 * Joins parts to a line. Where it would be too long, parts are left out from the least important one on, so that a wider
 * line never shows less.
 *
 * @param parts The parts as they stand, no two of them alike.
 * @param importance The same parts, the most important one first; that one is cut rather than left out.
 * @param width Number of characters that the line may have.
 * @returns The line.
 */
export function fitLine(
  parts: readonly string[],
  importance: readonly string[],
  width: number,
): string {
  let kept = 1;
  let length = importance[0]?.length ?? 0;
  for (const part of importance.slice(1)) {
    length += GAP.length + part.length;
    if (length > width) break;
    kept++;
  }
  const shown = importance.slice(0, kept);
  return parts.filter((part) => shown.includes(part)).join(GAP).slice(0, width);
}

/**
 * The room for one more part.
 *
 * @param parts The parts of a line.
 * @param width Number of characters that the line may have.
 * @returns Number of characters that the part may have; below 0 where the parts alone are too long.
 */
export function roomBeside(parts: readonly string[], width: number): number {
  return width - [...parts, ""].join(GAP).length;
}
