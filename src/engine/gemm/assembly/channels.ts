// Channels lie side by side: four are taken at once, and one by one those that are left.

/** Loads four channels, or one. */
// @ts-ignore: decorator
@inline
export function loadChannels(from: usize, four: bool): v128 {
  return four ? v128.load(from) : v128.load32_zero(from);
}

/** Stores four channels, or one. */
// @ts-ignore: decorator
@inline
export function storeChannels(to: usize, values: v128, four: bool): void {
  if (four) v128.store(to, values);
  else v128.store32_lane(to, values, 0);
}
