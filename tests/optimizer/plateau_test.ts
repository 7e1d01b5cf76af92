import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  initialPlateau,
  type PlateauConfig,
  reduceOnPlateau,
} from "../../src/optimizer/plateau.ts";

function ratesOver(config: PlateauConfig, values: readonly number[], start = 1): number[] {
  const monitor = config.monitor ?? "val_loss";
  let state = initialPlateau(start);
  return values.map((value) => {
    state = reduceOnPlateau(config, state, { [monitor]: value });
    return state.learningRate;
  });
}

/** Keras's ReduceLROnPlateau, statement by statement. */
function ratesOfKeras(
  { factor, patience, minDelta, cooldown, minLr }: Required<
    Pick<PlateauConfig, "factor" | "patience" | "minDelta" | "cooldown" | "minLr">
  >,
  values: readonly number[],
): number[] {
  let [lr, best, wait, counter] = [1, Infinity, 0, 0];
  return values.map((current) => {
    if (counter > 0) {
      counter -= 1;
      wait = 0;
    }
    if (current < best - minDelta) {
      best = current;
      wait = 0;
    } else if (!(counter > 0)) {
      wait += 1;
      if (wait >= patience && lr > minLr) {
        lr = Math.max(lr * factor, minLr);
        counter = cooldown;
        wait = 0;
      }
    }
    return lr;
  });
}

Deno.test("reduceOnPlateau() gives the rates that Keras gives", () => {
  fc.assert(fc.property(
    fc.record({
      factor: fc.constantFrom(0.1, 0.5, 0.9),
      patience: fc.nat(4),
      minDelta: fc.constantFrom(0, 1e-4, 0.5),
      cooldown: fc.nat(4),
      minLr: fc.constantFrom(0, 0.01, 0.2),
    }),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(NaN)), { maxLength: 40 }),
    (config, values) => assertEquals(ratesOver(config, values), ratesOfKeras(config, values)),
  ));
});

Deno.test("reduceOnPlateau() waits ten epochs by default, then takes a tenth", () => {
  const rates = ratesOver({}, new Array(12).fill(0.3));
  assertEquals(rates.slice(0, 10), new Array(10).fill(1));
  assertEquals(rates.slice(10), [0.1, 0.1]);
});

Deno.test("reduceOnPlateau() counts no epoch during the cooldown", () => {
  const rates = ratesOver({ factor: 0.5, patience: 1, cooldown: 2 }, new Array(7).fill(1));
  assertEquals(rates, [1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
});

Deno.test("reduceOnPlateau() takes a larger accuracy for a better one", () => {
  const config = { monitor: "val_accuracy", patience: 1 };
  assertEquals(ratesOver(config, [0.5, 0.6, 0.7]), [1, 1, 1]);
  assertEquals(ratesOver({ ...config, mode: "min" }, [0.5, 0.6]), [1, 0.1]);
});

Deno.test("reduceOnPlateau() knows the direction of every metric", () => {
  for (const monitor of ["val_binaryAccuracy", "val_top5", "f1", "precision_0", "right_r2"]) {
    assertEquals(ratesOver({ monitor, patience: 1 }, [0.5, 0.6, 0.7]), [1, 1, 1], monitor);
  }
});

Deno.test("reduceOnPlateau() never raises the rate, nor lowers it below the least", () => {
  fc.assert(fc.property(fc.array(fc.double({ noNaN: true })), (values) => {
    const rates = ratesOver({ patience: 1, minLr: 0.03 }, values);
    rates.forEach((rate, i) => assert(rate <= (rates[i - 1] ?? 1) && rate >= 0.03));
  }));
});

Deno.test("reduceOnPlateau() rejects a value that the logs lack, and constants out of range", () => {
  const state = initialPlateau(1);
  assertThrows(
    () => reduceOnPlateau({}, state, { loss: 1, accuracy: 0 }),
    TypeError,
    'Cannot watch "val_loss": expected one of loss, accuracy',
  );
  assertThrows(
    () => reduceOnPlateau({ factor: 1 }, state, { val_loss: 1 }),
    RangeError,
    "with factor 1: expected a number from 0 to below 1",
  );
});
