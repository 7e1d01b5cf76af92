import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { divide } from "../../src/dataset/divide.ts";

const sizes = fc.integer({ min: 2, max: 300 });
const testSplits = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const seeds = fc.nat();

/** How many values there are of each number. */
function counts(values: Iterable<number>): Map<number, number> {
  const found = new Map<number, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

Deno.test("divide() puts each sample in one part, of the size that Keras gives it", () => {
  const strata = fc.option(fc.infiniteStream(fc.nat(9)), { nil: undefined });
  fc.assert(fc.property(sizes, testSplits, seeds, strata, (size, testSplit, seed, stream) => {
    const labels = stream && Int32Array.from({ length: size }, () => stream.next().value);
    const { train, test } = divide(size, { testSplit, seed, ...(labels && { strata: labels }) });
    assertEquals([...train, ...test].toSorted((a, b) => a - b), [...Array(size).keys()]);
    const trained = Math.floor(size * (1 - testSplit));
    assertEquals(train.length, Math.min(size - 1, Math.max(1, trained)));
  }));
});

Deno.test("divide() gives each class its share to within one sample, and both parts one of two or more", () => {
  const classSizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(classSizes, testSplits, seeds, (all, testSplit, seed) => {
    const strata = all.flatMap((size, label) => Array<number>(size).fill(label));
    fc.pre(strata.length >= 2);
    const { train, test } = divide(strata.length, { testSplit, seed, strata });
    const tested = counts(Array.from(test, (sample) => strata[sample] ?? -1));
    const pairs = all.filter((size) => size >= 2).length;
    const possible = Math.min(train.length, test.length) >= pairs;
    const shares = all.map((size) => size * test.length / strata.length);
    const cut = all.filter((size, label) => {
      const share = shares[label] ?? 0;
      return size >= 2 && (share < 1 || size - share < 1);
    });
    all.forEach((size, label) => {
      const count = tested.get(label) ?? 0;
      const off = Math.abs(count - (shares[label] ?? 0));
      // What a class gets that would have none is taken from others.
      if (cut.length === 0) assert(off < 1, `${off} of class ${label}`);
      if (possible && size >= 2) assert(count >= 1 && count < size, `${count} of class ${label}`);
    });
  }));
});

Deno.test("divide() rounds up the shares with the largest remainders, as scikit-learn does", () => {
  // train_test_split(stratify) of 1.9.1: how many of each class are for the test. Of the last case's equal remainders it
  // rounds up two at random; here they are those of the largest classes.
  const cases: readonly [readonly number[], number, readonly number[]][] = [
    [[50, 50, 50], 0.2, [10, 10, 10]],
    [[59, 71, 48], 0.2, [12, 14, 10]],
    [[212, 357], 0.25, [53, 90]],
    [[7, 13, 33, 5], 0.5, [3, 7, 17, 2]],
  ];
  for (const [all, testSplit, expected] of cases) {
    const strata = all.flatMap((size, label) => Array<number>(size).fill(label));
    const { test } = divide(strata.length, { testSplit, seed: 1, strata });
    const tested = counts(Array.from(test, (sample) => strata[sample] ?? -1));
    assertEquals(all.map((_, label) => tested.get(label) ?? 0), [...expected]);
  }
});

Deno.test("divide() depends on the seed, and on nothing else", () => {
  const of = (seed: number): number[] => [...divide(100, { testSplit: 0.2, seed }).train];
  assertEquals(of(1), of(1));
  assertEquals(of(1).every((sample, i) => sample === of(2)[i]), false);
});

Deno.test("divide() leaves the parts in random order, so that the last samples are fair", () => {
  const size = 30_000;
  const strata = Uint8Array.from({ length: size }, (_, i) => i < size / 2 ? 0 : 1);
  const { train, test } = divide(size, { testSplit: 0.5, seed: 3, strata });
  for (const part of [train, test]) {
    const last = part.subarray(-5000);
    const share = counts(Array.from(last, (sample) => strata[sample] ?? -1)).get(1) ?? 0;
    // Five standard deviations of 5,000 draws without replacement out of 15,000.
    assertAlmostEquals(share / last.length, 0.5, 5 * Math.sqrt(0.25 / 5000 * 2 / 3));
  }
});

Deno.test("divide() gives all to training where nothing is for the test, and refuses a single sample", () => {
  assertEquals(divide(1, { testSplit: 0, seed: 1 }), {
    train: Uint32Array.of(0),
    test: new Uint32Array(),
  });
  assertThrows(
    () => divide(1, { testSplit: 0.5, seed: 1 }),
    RangeError,
    "Cannot divide samples: expected 2 or more, got 1",
  );
  for (const testSplit of [1, -0.1, NaN]) {
    assertThrows(() => divide(9, { testSplit, seed: 1 }), RangeError, "testSplit");
  }
  assertThrows(() => divide(9, { testSplit: 0.5, seed: -1 }), RangeError, "seed");
});
