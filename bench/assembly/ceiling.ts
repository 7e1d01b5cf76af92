// Twelve chains of fused multiply-adds that never leave the registers: no product can be faster.

/** Runs every chain a number of times, and returns something that depends on all of them. */
export function run(times: i32, x: f32): f32 {
  const a = f32x4.splat(x);
  const b = f32x4.splat(x * x);
  let chain0 = f32x4.splat(0);
  let chain1 = f32x4.splat(1);
  let chain2 = f32x4.splat(2);
  let chain3 = f32x4.splat(3);
  let chain4 = f32x4.splat(4);
  let chain5 = f32x4.splat(5);
  let chain6 = f32x4.splat(6);
  let chain7 = f32x4.splat(7);
  let chain8 = f32x4.splat(8);
  let chain9 = f32x4.splat(9);
  let chain10 = f32x4.splat(10);
  let chain11 = f32x4.splat(11);
  for (let i = 0; i < times; i++) {
    chain0 = f32x4.relaxed_madd(a, b, chain0);
    chain1 = f32x4.relaxed_madd(a, b, chain1);
    chain2 = f32x4.relaxed_madd(a, b, chain2);
    chain3 = f32x4.relaxed_madd(a, b, chain3);
    chain4 = f32x4.relaxed_madd(a, b, chain4);
    chain5 = f32x4.relaxed_madd(a, b, chain5);
    chain6 = f32x4.relaxed_madd(a, b, chain6);
    chain7 = f32x4.relaxed_madd(a, b, chain7);
    chain8 = f32x4.relaxed_madd(a, b, chain8);
    chain9 = f32x4.relaxed_madd(a, b, chain9);
    chain10 = f32x4.relaxed_madd(a, b, chain10);
    chain11 = f32x4.relaxed_madd(a, b, chain11);
  }
  let sum = f32x4.add(f32x4.add(chain0, chain1), f32x4.add(chain2, chain3));
  sum = f32x4.add(sum, f32x4.add(f32x4.add(chain4, chain5), f32x4.add(chain6, chain7)));
  sum = f32x4.add(sum, f32x4.add(f32x4.add(chain8, chain9), f32x4.add(chain10, chain11)));
  return f32x4.extract_lane(sum, 0);
}
