// Copies of what lies side by side.

/** Bytes that are copied at once, once there are as many: they are in the first cache. */
const CHUNK: usize = 1 << 12;

/**
 * Writes each block several times.
 *
 * @param x Shape: [blocks, size].
 * @param out Shape: [blocks, times, size].
 */
export function repeat(x: usize, blocks: i32, size: i32, times: i32, out: usize): void {
  const bytes = <usize>size << 2;
  for (let block = 0; block < blocks; block++) {
    if (size === 1) fill(f32.load(x), times, out);
    else copy(x, bytes, <usize>times * bytes, out);
    x += bytes;
    out += <usize>times * bytes;
  }
}

function fill(value: f32, times: i32, out: usize): void {
  const four = f32x4.splat(value);
  let i = 0;
  for (; i < (times & ~3); i += 4) {
    v128.store(out, four);
    out += 16;
  }
  for (; i < times; i++) {
    f32.store(out, value);
    out += 4;
  }
}

/** What is there already is copied behind itself, twice as much each time. */
function copy(block: usize, bytes: usize, all: usize, out: usize): void {
  if (all === 0) return;
  memory.copy(out, block, bytes);
  let chunk = bytes;
  for (let done = bytes; done < all;) {
    const next = min(chunk, all - done);
    memory.copy(out + done, out, next);
    done += next;
    if (chunk < CHUNK) chunk = done;
  }
}

/** Copies some columns of a matrix that lie side by side. */
export function copyColumns(x: usize, rows: i32, columns: i32, size: i32, out: usize): void {
  const bytes = <usize>size << 2;
  for (let row = 0; row < rows; row++) {
    memory.copy(out, x, bytes);
    x += <usize>columns << 2;
    out += bytes;
  }
}
