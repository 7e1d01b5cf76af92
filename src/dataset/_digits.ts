/**
 * Counting the digits that stand side by side in a picture.
 *
 * @module
 */
import type { Ink } from "./_ink.ts";
import { type Region, regionsAbove } from "./_regions.ts";

/** Pixels covered less than this are ground: strokes that nearly touch are one. */
const FAINT = 0.1;
/** Pieces that share this much of the narrower one's width lie over one another: they are one digit. */
const OVER = 0.3;
/** A digit is at least so high, as a share of all ink, ... */
const HIGH = 0.6;
/** ... and has so much ink, as a share of the one that has most: less is a piece of one that is not closed. */
const HEAVY = 0.2;

/** What a piece of ink takes up. */
interface Span {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** How much ink it is. */
  readonly mass: number;
}

/**
 * Counts digits.
 *
 * @param ink All ink of a picture.
 * @returns How many digits stand side by side with a gap between them; 1 where that is not sure.
 */
export function countDigits({ image, box }: Ink): number {
  const spans = regionsAbove(image, FAINT).map((region) => spanOf(region, image.width));
  const groups = joined(spans);
  const most = groups.reduce((most, { mass }) => Math.max(most, mass), 0);
  const digits = groups.filter(({ top, bottom, mass }) =>
    bottom - top >= HIGH * box.height && mass >= HEAVY * most
  );
  return Math.max(1, digits.length);
}

function spanOf({ pixels, mass }: Region, width: number): Span {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const index of pixels) {
    const [x, y] = [index % width, Math.floor(index / width)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  return { left, right, top, bottom, mass };
}

/** Puts pieces that lie over one another together. */
function joined(spans: readonly Span[]): Span[] {
  const groups: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.left - b.left)) {
    const at = groups.findIndex((group) => isOver(group, span));
    const group = groups[at];
    if (group) groups[at] = union(group, span);
    else groups.push(span);
  }
  return groups;
}

function isOver(a: Span, b: Span): boolean {
  const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  return shared > OVER * Math.min(a.right - a.left, b.right - b.left);
}

function union(a: Span, b: Span): Span {
  return {
    left: Math.min(a.left, b.left),
    right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top),
    bottom: Math.max(a.bottom, b.bottom),
    mass: a.mass + b.mass,
  };
}
