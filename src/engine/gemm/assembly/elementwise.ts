// What a training step needs around its products, in one pass each.

/** Sums each column of a matrix: the gradient of a bias. Rows are added in their order. */
export function sumColumns(matrix: usize, rows: i32, columns: i32, out: usize): void {
  memory.fill(out, 0, <usize>columns << 2);
  for (let row = 0; row < rows; row++) {
    let sum = out;
    let column = 0;
    for (; column < (columns & ~3); column += 4) {
      v128.store(sum, f32x4.add(v128.load(sum), v128.load(matrix)));
      matrix += 16;
      sum += 16;
    }
    for (; column < columns; column++) {
      f32.store(sum, f32.load(sum) + f32.load(matrix));
      matrix += 4;
      sum += 4;
    }
  }
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

/** Bounds every value; NaN stays what it is. */
export function clipValues(values: usize, size: i32, min: f32, max: f32, out: usize): void {
  const lowest = f32x4.splat(min);
  const highest = f32x4.splat(max);
  let i = 0;
  for (; i < (size & ~3); i += 4) {
    // Of these two, the first operand is the one that stays where neither is less.
    v128.store(out, f32x4.pmin(f32x4.pmax(v128.load(values), lowest), highest));
    values += 16;
    out += 16;
  }
  for (; i < size; i++) {
    const value = f32.load(values);
    f32.store(out, value < min ? min : value > max ? max : value);
    values += 4;
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
