// What a training step needs around its products, in one pass each.

/** Columns that are summed at a time: their sums are kept in registers. */
const TOGETHER: i32 = 32;

/** Sums each column of a matrix: the gradient of a bias. Rows are added in their order. */
export function sumColumns(matrix: usize, rows: i32, columns: i32, out: usize): void {
  const stride = <usize>columns << 2;
  let column = 0;
  for (; column + TOGETHER <= columns; column += TOGETHER) {
    sumTogether(matrix, rows, stride, out);
    matrix += TOGETHER * 4;
    out += TOGETHER * 4;
  }
  for (; column + 4 <= columns; column += 4) {
    let sum = f32x4.splat(0), from = matrix;
    for (let row = 0; row < rows; row++) {
      sum = f32x4.add(sum, v128.load(from));
      from += stride;
    }
    v128.store(out, sum);
    matrix += 16;
    out += 16;
  }
  for (; column < columns; column++) {
    let sum: f32 = 0, from = matrix;
    for (let row = 0; row < rows; row++) {
      sum += f32.load(from);
      from += stride;
    }
    f32.store(out, sum);
    matrix += 4;
    out += 4;
  }
}

function sumTogether(from: usize, rows: i32, stride: usize, out: usize): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  for (let row = 0; row < rows; row++) {
    s0 = f32x4.add(s0, v128.load(from));
    s1 = f32x4.add(s1, v128.load(from, 16));
    s2 = f32x4.add(s2, v128.load(from, 32));
    s3 = f32x4.add(s3, v128.load(from, 48));
    s4 = f32x4.add(s4, v128.load(from, 64));
    s5 = f32x4.add(s5, v128.load(from, 80));
    s6 = f32x4.add(s6, v128.load(from, 96));
    s7 = f32x4.add(s7, v128.load(from, 112));
    from += stride;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

/** Stops a gradient where x is zero or below, and passes it elsewhere: the gradient of ReLU. */
export function stopNegative(gradient: usize, x: usize, size: i32, out: usize): void {
  let i = 0;
  for (; i < (size & ~3); i += 4) {
    const stopped = f32x4.le(v128.load(x), f32x4.splat(0));
    v128.store(out, v128.andnot(v128.load(gradient), stopped));
    gradient += 16;
    x += 16;
    out += 16;
  }
  for (; i < size; i++) {
    f32.store(out, f32.load(x) <= 0 ? 0 : f32.load(gradient));
    gradient += 4;
    x += 4;
    out += 4;
  }
}

/** Multiplies value by value. */
export function multiplyValues(a: usize, b: usize, size: i32, out: usize): void {
  let i = 0;
  for (; i < (size & ~3); i += 4) {
    v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    out += 16;
  }
  for (; i < size; i++) {
    f32.store(out, f32.load(a) * f32.load(b));
    a += 4;
    b += 4;
    out += 4;
  }
}

/** The mean of some values. */
export function meanOf(values: usize, size: i32, out: usize): void {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i < (size & ~3); i += 4) {
    sums = f32x4.add(sums, v128.load(values));
    values += 16;
  }
  let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (; i < size; i++) {
    sum += f32.load(values);
    values += 4;
  }
  f32.store(out, sum / <f32>size);
}

/** Turns bytes into floats, each times a scale. */
export function scaleBytes(bytes: usize, size: i32, scale: f32, out: usize): void {
  const factor = f32x4.splat(scale);
  let i = 0;
  for (; i < (size & ~7); i += 8) {
    const words = v128.load8x8_u(bytes);
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words)), factor));
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(words)), factor), 16);
    bytes += 8;
    out += 32;
  }
  for (; i < size; i++) {
    f32.store(out, <f32>load<u8>(bytes) * scale);
    bytes += 1;
    out += 4;
  }
}
