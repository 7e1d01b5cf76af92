/**
 * What problems on windows over images are drawn from.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import fc from "fast-check";

/** Padding as tfjs takes it. */
export type Padding = "valid" | "same" | number | tf.backend_util.ExplicitPadding;

/** A size. */
export const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

const side = fc.nat(3);

/** Padding of every kind. */
export const padding: fc.Arbitrary<Padding> = fc.oneof(
  fc.constantFrom("valid" as const, "same" as const),
  side,
  fc.tuple(side, side, side, side).map(([top, bottom, left, right]) =>
    [[0, 0], [top, bottom], [left, right], [0, 0]] as tf.backend_util.ExplicitPadding
  ),
);
