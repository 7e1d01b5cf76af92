// Arithmetic on the flat vectors of a training step, in the memory that all workers share. Each is one pass, four
// values at a time; what is left over at the end is computed alone.

/** Adds up rows of `size` values that lie `stride` bytes apart, in their order. */
export function sumRows(rows: usize, count: i32, stride: usize, size: i32, out: usize): void {
  let i = 0;
  for (; i < (size & ~3); i += 4) {
    let row = rows;
    let sum = v128.load(row);
    for (let number = 1; number < count; number++) {
      row += stride;
      sum = f32x4.add(sum, v128.load(row));
    }
    v128.store(out, sum);
    rows += 16;
    out += 16;
  }
  for (; i < size; i++) {
    let row = rows;
    let sum = f32.load(row);
    for (let number = 1; number < count; number++) {
      row += stride;
      sum += f32.load(row);
    }
    f32.store(out, sum);
    rows += 4;
    out += 4;
  }
}

/**
 * Adam's update, as src/optimizer/adam.ts states it. The complements of the decays are given, because the difference of
 * two floats near 1 would lose half of their digits.
 *
 * @param rate Step size over the first moment's bias correction: lr / (1 - beta1^t).
 * @param unbias The second moment's: 1 / (1 - beta2^t).
 */
export function adam(
  size: i32,
  gradient: usize,
  weights: usize,
  mean: usize,
  square: usize,
  nextWeights: usize,
  nextMean: usize,
  nextSquare: usize,
  beta1: f32,
  complement1: f32,
  beta2: f32,
  complement2: f32,
  rate: f32,
  unbias: f32,
  epsilon: f32,
): void {
  const keepMean = f32x4.splat(beta1), addMean = f32x4.splat(complement1);
  const keepSquare = f32x4.splat(beta2), addSquare = f32x4.splat(complement2);
  const rates = f32x4.splat(rate), unbiases = f32x4.splat(unbias), epsilons = f32x4.splat(epsilon);
  let at: usize = 0;
  const end = <usize>(size & ~3) << 2;
  for (; at < end; at += 16) {
    const g = v128.load(gradient + at);
    const m = f32x4.add(f32x4.mul(keepMean, v128.load(mean + at)), f32x4.mul(addMean, g));
    const v = f32x4.add(
      f32x4.mul(keepSquare, v128.load(square + at)),
      f32x4.mul(addSquare, f32x4.mul(g, g)),
    );
    v128.store(nextMean + at, m);
    v128.store(nextSquare + at, v);
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(v, unbiases)), epsilons);
    const step = f32x4.div(f32x4.mul(rates, m), root);
    v128.store(nextWeights + at, f32x4.sub(v128.load(weights + at), step));
  }
  const last = <usize>size << 2;
  for (; at < last; at += 4) {
    const g = f32.load(gradient + at);
    const m = beta1 * f32.load(mean + at) + complement1 * g;
    const v = beta2 * f32.load(square + at) + complement2 * (g * g);
    f32.store(nextMean + at, m);
    f32.store(nextSquare + at, v);
    const root = sqrt(v * unbias) + epsilon;
    f32.store(nextWeights + at, f32.load(weights + at) - rate * m / root);
  }
}
