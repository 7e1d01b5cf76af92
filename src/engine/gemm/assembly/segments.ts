// Sums of rows that belong together.

/**
 * Sums the rows of a matrix by segments: the gradient of an embedding. Rows are added in their order; one whose segment
 * is none of them is left out.
 *
 * @param ids The segment of each row, [rows].
 * @param out The sums, [segments, columns].
 */
export function sumSegments(
  matrix: usize,
  ids: usize,
  rows: i32,
  columns: i32,
  segments: i32,
  out: usize,
): void {
  memory.fill(out, 0, <usize>segments * <usize>columns << 2);
  const rowBytes = <usize>columns << 2;
  for (let row = 0; row < rows; row++) {
    const id = <u32>load<i32>(ids);
    ids += 4;
    if (id < <u32>segments) {
      let value = matrix;
      let sum = out + <usize>id * rowBytes;
      let column = 0;
      for (; column < (columns & ~3); column += 4) {
        v128.store(sum, f32x4.add(v128.load(sum), v128.load(value)));
        value += 16;
        sum += 16;
      }
      for (; column < columns; column++) {
        f32.store(sum, f32.load(sum) + f32.load(value));
        value += 4;
        sum += 4;
      }
    }
    matrix += rowBytes;
  }
}
