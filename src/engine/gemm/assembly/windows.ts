// The windows that a filter takes from images, [batch, depth, height, width, channels], as rows of a matrix: one window
// a row, position by position of the filter, and the channels of each. They are copied in blocks, so that the matrix
// never exists. An image without depth has a depth of 1.

/** What tells of windows, as it lies in memory. */
// @ts-ignore: decorator
@unmanaged
export class Windows {
  batch: i32;
  depth: i32;
  height: i32;
  width: i32;
  channels: i32;
  filterDepth: i32;
  filterHeight: i32;
  filterWidth: i32;
  outDepth: i32;
  outHeight: i32;
  outWidth: i32;
  strideDepth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationDepth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  /** Positions of padding before the first one of an image. */
  padDepth: i32;
  padHeight: i32;
  padWidth: i32;
}

/** Values of a window. */
export function windowSize(windows: Windows): i32 {
  return windows.filterDepth * windows.filterHeight *
    windows.filterWidth * windows.channels;
}

/** How many windows there are. */
export function countWindows(windows: Windows): i32 {
  return windows.batch * windows.outDepth * windows.outHeight *
    windows.outWidth;
}

/** Bytes of all images. */
export function imageBytes(windows: Windows): usize {
  return <usize>(windows.batch * windows.depth * windows.height *
    windows.width * windows.channels) << 2;
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
export function gatherValues(
  windows: Windows,
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
export function scatterValues(
  windows: Windows,
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

/** Copies whole windows, one behind the other. */
export function gatherWindows(windows: Windows, images: usize, first: i32, count: i32, rows: usize): void {
  const size = windowSize(windows);
  gatherValues(windows, images, first, count, 0, size, rows, <usize>size << 2);
}

/** Adds whole windows. */
export function scatterWindows(windows: Windows, images: usize, first: i32, count: i32, rows: usize): void {
  const size = windowSize(windows);
  scatterValues(windows, images, first, count, 0, size, rows, <usize>size << 2);
}

// @ts-ignore: decorator
@inline
function visitWindows(
  scatters: bool,
  windows: Windows,
  images: usize,
  first: i32,
  count: i32,
  from: i32,
  to: i32,
  rows: usize,
  stride: usize,
): void {
  const depth = windows.depth, height = windows.height;
  const width = windows.width, channels = windows.channels;
  const filterHeight = windows.filterHeight, filterWidth = windows.filterWidth;
  const outDepth = windows.outDepth, outHeight = windows.outHeight;
  const outWidth = windows.outWidth, strideWidth = windows.strideWidth;
  const dilationDepth = windows.dilationDepth;
  const dilationHeight = windows.dilationHeight;
  const dilationWidth = windows.dilationWidth;
  const padWidth = windows.padWidth;
  // A run lies in one piece: a row of the filter or, where that has gaps, one position.
  const positions = dilationWidth === 1 ? filterWidth : 1;
  const runsInRow = filterWidth / positions;
  const run = positions * channels;
  const firstRun = from / run, skipped = from - firstRun * run;
  const firstPlane = firstRun / (filterHeight * runsInRow);
  const firstRow = firstRun / runsInRow - firstPlane * filterHeight;
  const firstPosition = firstRun % runsInRow;
  const rowBytes = <usize>(width * channels) << 2;
  const end = images + imageBytes(windows);

  let x = first % outWidth, rest = first / outWidth;
  let y = rest % outHeight;
  rest /= outHeight;
  let z = rest % outDepth, image = rest / outDepth;
  for (let i = 0; i < count; i++) {
    const left = x * strideWidth - padWidth;
    const top = y * windows.strideHeight - windows.padHeight;
    const front = z * windows.strideDepth - windows.padDepth;
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
