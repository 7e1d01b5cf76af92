import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { BEFORE_FIRST_EPOCH, type EarlyStoppingConfig, stopEarly } from "tandem";

/** The epoch after which training stops, and the best one. */
function run(config: EarlyStoppingConfig, values: readonly number[]): [number, number | null] {
  let state = BEFORE_FIRST_EPOCH;
  for (const [epoch, value] of values.entries()) {
    state = stopEarly({ monitor: "x", ...config }, state, epoch, { x: value });
    if (state.stopped) return [epoch, state.bestEpoch];
  }
  return [values.length - 1, state.bestEpoch];
}

// What EarlyStopping of Keras 3.15 did on the same values.
const CASES:
  readonly (readonly [string, EarlyStoppingConfig, number[], [number, number | null]])[] = [
    ["no patience", {}, [3, 2, 2, 1], [2, 1]],
    ["patience", { patience: 2 }, [3, 2, 2.5, 1.9, 2, 2, 1], [5, 3]],
    ["a minimal difference", { patience: 2, minDelta: 0.5 }, [3, 2.8, 2.6, 1], [2, 0]],
    ["more is better", { mode: "max", patience: 1 }, [1, 2, 3, 2.9, 5], [3, 2]],
    ["a start", { startFromEpoch: 3 }, [1, 2, 3, 9, 8, 8.5], [5, 4]],
    ["a baseline that is not beaten", { baseline: 1, patience: 2 }, [5, 4, 3, 2], [3, 3]],
    ["a baseline that is beaten", { baseline: 4, patience: 2 }, [5, 3, 3.5, 3.6, 9], [3, 1]],
    ["no value that is a number", { patience: 2 }, [NaN, NaN, NaN, NaN], [2, 0]],
    ["no number, and a baseline", { patience: 2, baseline: 1 }, [NaN, NaN, NaN], [1, 0]],
    ["no number, and a start", { patience: 1, startFromEpoch: 2 }, [1, 1, NaN, NaN], [3, 2]],
    ["never after the first epoch alone", { baseline: 0 }, [5, 6], [1, 0]],
  ];

for (const [name, config, values, expected] of CASES) {
  Deno.test(`stopEarly() with ${name}`, () => assertEquals(run(config, values), expected));
}

Deno.test("stopEarly() takes an accuracy for better when it is larger", () => {
  const config = { monitor: "val_accuracy" };
  let state = stopEarly(config, BEFORE_FIRST_EPOCH, 0, { val_accuracy: 0.5 });
  state = stopEarly(config, state, 1, { val_accuracy: 0.6 });
  assertEquals(state, { best: 0.6, bestEpoch: 1, wait: 0, stopped: false });
});

Deno.test("stopEarly() takes a number for better than none, where Keras holds the first value to be the best", () => {
  assertEquals(run({ patience: 2 }, [NaN, 3, 2, 4, 5]), [4, 2]);
});

Deno.test("stopEarly() knows the direction of every metric", () => {
  for (const monitor of ["val_binaryAccuracy", "top3", "val_f1", "recall_2", "left_r2"]) {
    const first = stopEarly({ monitor }, BEFORE_FIRST_EPOCH, 0, { [monitor]: 0.1 });
    const second = stopEarly({ monitor }, first, 1, { [monitor]: 0.2 });
    assertEquals(second.bestEpoch, 1, monitor);
    assertEquals(stopEarly({ monitor, mode: "min" }, first, 1, { [monitor]: 0.2 }).bestEpoch, 0);
  }
});

Deno.test("stopEarly() stops exactly when the best value is `patience` epochs old", () => {
  const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(values, fc.integer({ min: 1, max: 6 }), (losses, patience) => {
    let expected = losses.length - 1;
    for (let epoch = 0; epoch < losses.length; epoch++) {
      const seen = losses.slice(0, epoch + 1);
      if (epoch - seen.indexOf(Math.min(...seen)) >= patience) {
        expected = epoch;
        break;
      }
    }
    assertEquals(run({ patience }, losses)[0], expected);
  }));
});

Deno.test("stopEarly() refuses constants out of range and values that are not there", () => {
  const step = (config: EarlyStoppingConfig): unknown =>
    stopEarly(config, BEFORE_FIRST_EPOCH, 0, { loss: 1 });
  assertThrows(() => step({ monitor: "loss", patience: -1 }), RangeError, "patience -1");
  assertThrows(() => step({ monitor: "loss", minDelta: NaN }), RangeError, "minDelta NaN");
  assertThrows(
    () => step({ monitor: "loss", ...{ patiense: 2 } }),
    TypeError,
    'Cannot stop early with "patiense": did you mean "patience"?',
  );
  assertThrows(() => step({}), TypeError, 'Cannot watch "val_loss": expected one of loss');
});
