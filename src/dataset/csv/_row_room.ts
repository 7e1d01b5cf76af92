/**
 * Room for the rows of columns that grow.
 *
 * @module
 */
import type { ColumnBuilder } from "./_column_builder.ts";

/** Room that is made for more rows than a file seems to have. */
const SLACK = 1.05;

/** Makes room in all columns of a table at once, seldom. */
export class RowRoom {
  readonly #builders: readonly ColumnBuilder[];
  #capacity = 0;

  /**
   * Begins without room.
   *
   * @param builders The columns.
   */
  constructor(builders: Iterable<ColumnBuilder>) {
    this.#builders = [...builders];
  }

  /**
   * Makes room, where there is not enough.
   *
   * @param rows Number of rows that there is to be room for.
   * @param most Number of rows that it is likely to be for in the end. @default as many
   */
  reserve(rows: number, most: number = rows): void {
    if (rows <= this.#capacity) return;
    this.#capacity = Math.ceil(Math.max(most, rows, 1.5 * this.#capacity));
    for (const builder of this.#builders) builder.reserve(this.#capacity);
  }

  /**
   * Makes room for another row, and then for all that a file seems to have.
   *
   * @param rows Number of rows that were read.
   * @param read Number of bytes that they were in.
   * @param size Number of bytes of all rows.
   */
  reserveAll(rows: number, read: number, size: number): void {
    this.reserve(rows + 1, SLACK * rows * size / read);
  }
}
