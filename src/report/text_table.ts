/**
 * Tables of text.
 *
 * @module
 */

/** Where the cells of a column stand. */
export type Flush = "left" | "right";

const GAP = "  ";

/**
 * Makes columns as wide as their widest cell.
 *
 * @param rows The cells of each row.
 * @param flush Where those of each column stand; the columns after the last one named stand as that one.
 * @returns A line for each row, without spaces at its end.
 */
export function textTable(
  rows: readonly (readonly string[])[],
  flush: readonly [Flush, ...Flush[]],
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from(
    { length: columns },
    (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      const side = flush[column] ?? flush.at(-1);
      return side === "left" ? cell.padEnd(width) : cell.padStart(width);
    }).join(GAP).trimEnd()
  );
}
