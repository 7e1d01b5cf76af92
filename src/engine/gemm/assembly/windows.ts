// The windows that a filter takes from images, [batch, depth, height, width, channels], as rows of a matrix: one window
// a row, position by position of the filter, and the channels of each. They are copied in blocks, so that the matrix
// never exists. An image without depth has a depth of 1.

/** Where the words are that tell of windows: 32-bit integers, one after another. */
const DEPTH: usize = 0;
const HEIGHT: usize = 4;
const WIDTH: usize = 8;
const CHANNELS: usize = 12;
const FILTER_DEPTH: usize = 16;
const FILTER_HEIGHT: usize = 20;
const FILTER_WIDTH: usize = 24;
const OUT_DEPTH: usize = 28;
const OUT_HEIGHT: usize = 32;
const OUT_WIDTH: usize = 36;
const STRIDE_DEPTH: usize = 40;
const STRIDE_HEIGHT: usize = 44;
const STRIDE_WIDTH: usize = 48;
const DILATION_DEPTH: usize = 52;
const DILATION_HEIGHT: usize = 56;
const DILATION_WIDTH: usize = 60;
/** Positions of padding before the first one of an image. */
const PAD_DEPTH: usize = 64;
const PAD_HEIGHT: usize = 68;
const PAD_WIDTH: usize = 72;
const BATCH: usize = 76;

/** Values of a window. */
export function windowSize(windows: usize): i32 {
  return load<i32>(windows, FILTER_DEPTH) * load<i32>(windows, FILTER_HEIGHT) *
    load<i32>(windows, FILTER_WIDTH) * load<i32>(windows, CHANNELS);
}

/**
 * Copies windows: zeros where they reach into the padding.
 *
 * @param windows What tells of them.
 * @param images The images.
 * @param first The first window.
 * @param count How many.
 * @param from The first value of each.
 * @param to The value behind the last one.
 * @param rows Where they go, `stride` bytes from one to the next; up to 12 bytes behind the last one are overwritten.
 */
export function gatherWindows(
  windows: usize,
  images: usize,
  first: i32,
  count: i32,
  from: i32,
  to: i32,
  rows: usize,
  stride: usize,
): void {
  visitWindows(false, windows, images, first, count, from, to, rows, stride);
}

/** Adds rows to the windows that they belong to; what lies in the padding is left out. */
export function scatterWindows(
  windows: usize,
  images: usize,
  first: i32,
  count: i32,
  from: i32,
  to: i32,
  rows: usize,
  stride: usize,
): void {
  visitWindows(true, windows, images, first, count, from, to, rows, stride);
}

// @ts-ignore: decorator
@inline
function visitWindows(
  scatters: bool,
  windows: usize,
  images: usize,
  first: i32,
  count: i32,
  from: i32,
  to: i32,
  rows: usize,
  stride: usize,
): void {
  const depth = load<i32>(windows, DEPTH), height = load<i32>(windows, HEIGHT);
  const width = load<i32>(windows, WIDTH), channels = load<i32>(windows, CHANNELS);
  const filterHeight = load<i32>(windows, FILTER_HEIGHT), filterWidth = load<i32>(windows, FILTER_WIDTH);
  const outDepth = load<i32>(windows, OUT_DEPTH), outHeight = load<i32>(windows, OUT_HEIGHT);
  const outWidth = load<i32>(windows, OUT_WIDTH), strideWidth = load<i32>(windows, STRIDE_WIDTH);
  const dilationDepth = load<i32>(windows, DILATION_DEPTH);
  const dilationHeight = load<i32>(windows, DILATION_HEIGHT);
  const dilationWidth = load<i32>(windows, DILATION_WIDTH);
  const padWidth = load<i32>(windows, PAD_WIDTH);
  // A run lies in one piece: a row of the filter or, where that has gaps, one position.
  const positions = dilationWidth === 1 ? filterWidth : 1;
  const runsInRow = filterWidth / positions;
  const run = positions * channels;
  const firstRun = from / run, skipped = from - firstRun * run;
  const firstPlane = firstRun / (filterHeight * runsInRow);
  const firstRow = firstRun / runsInRow - firstPlane * filterHeight;
  const firstPosition = firstRun % runsInRow;
  const rowBytes = <usize>(width * channels) << 2;
  const end = images + <usize>(load<i32>(windows, BATCH) * depth * height) * rowBytes;

  let x = first % outWidth, rest = first / outWidth;
  let y = rest % outHeight;
  rest /= outHeight;
  let z = rest % outDepth, image = rest / outDepth;
  for (let i = 0; i < count; i++) {
    const left = x * strideWidth - padWidth;
    const top = y * load<i32>(windows, STRIDE_HEIGHT) - load<i32>(windows, PAD_HEIGHT);
    const front = z * load<i32>(windows, STRIDE_DEPTH) - load<i32>(windows, PAD_DEPTH);
    let at = rows, offset = skipped, missing = to - from;
    let plane = firstPlane, row = firstRow, position = firstPosition;
    while (missing > 0) {
      const length = min(run - offset, missing);
      const inPlane = front + plane * dilationDepth, inRow = top + row * dilationHeight;
      const inColumn = left + position * dilationWidth;
      if (<u32>inPlane < <u32>depth && <u32>inRow < <u32>height) {
        const line = images + <usize>((image * depth + inPlane) * height + inRow) * rowBytes;
        const start = line + (<usize>(inColumn * channels + offset) << 2);
        if (inColumn >= 0 && inColumn + positions <= width) {
          if (scatters) addRun(at, start, length);
          else copyRun(start, at, length, end);
        } else {
          const low = clamp(max(-inColumn, 0) * channels - offset, length);
          const high = max(clamp((width - inColumn) * channels - offset, length), low);
          if (scatters) {
            addRun(at + (<usize>low << 2), start + (<usize>low << 2), high - low);
          } else {
            clearRun(at, low);
            copyRun(start + (<usize>low << 2), at + (<usize>low << 2), high - low, end);
            clearRun(at + (<usize>high << 2), length - high);
          }
        }
      } else if (!scatters) clearRun(at, length);
      at += <usize>length << 2;
      missing -= length;
      offset = 0;
      if (++position === runsInRow) {
        position = 0;
        if (++row === filterHeight) row = 0, plane++;
      }
    }
    rows += stride;
    if (++x === outWidth) {
      x = 0;
      if (++y === outHeight) {
        y = 0;
        if (++z === outDepth) z = 0, image++;
      }
    }
  }
}

/** The nearest number from 0 to a limit. */
// @ts-ignore: decorator
@inline
function clamp(value: i32, limit: i32): i32 {
  return min(max(value, 0), limit);
}

/**
 * Copies a run four values at a time, and up to three more than it has: the next run is written over them. Behind the
 * last image there may be nothing to read.
 */
// @ts-ignore: decorator
@inline
function copyRun(from: usize, into: usize, size: i32, end: usize): void {
  const last = from + (<usize>size << 2);
  if (last + 12 <= end) {
    for (; from < last; from += 16) {
      v128.store(into, v128.load(from));
      into += 16;
    }
    return;
  }
  for (; from < last; from += 4) {
    f32.store(into, f32.load(from));
    into += 4;
  }
}

// @ts-ignore: decorator
@inline
function addRun(from: usize, into: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    v128.store(into, f32x4.add(v128.load(into), v128.load(from)));
    from += 16;
    into += 16;
  }
  for (; size > 0; size--) {
    f32.store(into, f32.load(into) + f32.load(from));
    from += 4;
    into += 4;
  }
}

// @ts-ignore: decorator
@inline
function clearRun(into: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    v128.store(into, f32x4.splat(0));
    into += 16;
  }
  for (; size > 0; size--) {
    f32.store(into, 0);
    into += 4;
  }
}
