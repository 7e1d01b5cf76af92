import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  createSchedule,
  type DecaySchedule,
  type ScheduleConfig,
  SCHEDULES,
} from "../../src/optimizer/schedule.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });
const factor = fc.double({ min: 0.01, max: 1, noNaN: true });
const steps = fc.integer({ min: 1, max: 500 });
const base = fc.double({ min: 1e-5, max: 1, noNaN: true });
const decay: fc.Arbitrary<DecaySchedule> = fc.oneof(
  fc.record({ name: fc.constant("constant" as const) }),
  fc.record({ name: fc.constant("step" as const), every: steps, factor }),
  fc.record({
    name: fc.constant("exponential" as const),
    decayRate: factor,
    decaySteps: steps,
    staircase: fc.boolean(),
  }),
  fc.record({ name: fc.constant("cosine" as const), decaySteps: steps, alpha: share }),
);
const step = fc.nat(1000);
/** Rounding of a product and a power. */
const ROUNDING = 1 + 1e-12;

Deno.test("a decay starts at the base rate, and never rises or turns negative", () => {
  fc.assert(fc.property(decay, base, step, (config, learningRate, at) => {
    const rate = createSchedule(config, learningRate);
    assertAlmostEquals(rate(0), learningRate, 1e-12);
    assert(rate(at + 1) <= rate(at) * ROUNDING && rate(at + 1) >= 0);
  }));
});

Deno.test("a cosine stays at or above its floor, and reaches it", () => {
  fc.assert(fc.property(steps, share, base, step, (decaySteps, alpha, learningRate, at) => {
    const rate = createSchedule({ name: "cosine", decaySteps, alpha }, learningRate);
    assert(rate(at) * ROUNDING >= alpha * learningRate);
    assertAlmostEquals(rate(decaySteps), alpha * learningRate, 1e-12);
    assertEquals(rate(decaySteps + at), rate(decaySteps));
  }));
});

Deno.test("a warm-up rises evenly to the base rate, where the schedule after it starts", () => {
  fc.assert(fc.property(steps, decay, base, step, (warmup, then, learningRate, at) => {
    const rate = createSchedule({ name: "warmup", steps: warmup, then }, learningRate);
    const after = createSchedule(then, learningRate);
    for (let i = 0; i < warmup; i++) {
      assertAlmostEquals(rate(i), learningRate * (i + 1) / warmup, 1e-12);
    }
    assertAlmostEquals(rate(warmup), rate(warmup - 1), 1e-12);
    assertEquals(rate(warmup + at), after(at));
  }));
});

Deno.test("a staircase agrees with the smooth decay where it steps, and is above it between", () => {
  fc.assert(fc.property(steps, factor, step, (decaySteps, decayRate, at) => {
    const smooth = createSchedule({ name: "exponential", decayRate, decaySteps }, 1);
    const stairs = createSchedule(
      { name: "exponential", decayRate, decaySteps, staircase: true },
      1,
    );
    assert(stairs(at) * ROUNDING >= smooth(at));
    assertEquals(stairs(at * decaySteps), smooth(at * decaySteps));
  }));
});

Deno.test("schedules give the rates worked by hand", () => {
  const exponential = createSchedule(
    { name: "exponential", decayRate: 0.25, decaySteps: 10 },
    0.8,
  );
  // 0.25^(5/10) = 0.5
  assertAlmostEquals(exponential(5), 0.4, 1e-12);
  assertAlmostEquals(exponential(20), 0.05, 1e-12);
  const drops = createSchedule({ name: "step", every: 3, factor: 0.5 }, 1);
  assertEquals([0, 2, 3, 5, 6].map(drops), [1, 1, 0.5, 0.5, 0.25]);
  // cos(π/3) = 1/2, so a third of the way is 0.2 + 0.8·0.75.
  const cosine = createSchedule({ name: "cosine", decaySteps: 6, alpha: 0.2 }, 1);
  [[0, 1], [2, 0.8], [3, 0.6], [6, 0.2], [9, 0.2]].forEach(([at = 0, rate = 0]) =>
    assertAlmostEquals(cosine(at), rate, 1e-12)
  );
  const warm = createSchedule(
    { name: "warmup", steps: 4, then: { name: "step", every: 2, factor: 0.1 } },
    0.4,
  );
  [0.1, 0.2, 0.3, 0.4, 0.4, 0.4, 0.04].forEach((rate, at) =>
    assertAlmostEquals(warm(at), rate, 1e-12)
  );
});

Deno.test("createSchedule() rejects constants out of range", () => {
  assertThrows(
    () => createSchedule({ name: "step", every: 0, factor: 0.5 }, 1),
    RangeError,
    'Cannot use schedule "step" with every 0: expected a number, 1 or more',
  );
  assertThrows(
    () => createSchedule({ name: "cosine", decaySteps: 10, alpha: 2 }, 1),
    RangeError,
    "expected a number from 0 to 1",
  );
  assertThrows(
    () => createSchedule({ name: "step", every: 10, factor: 1, ...{ facter: 0.5 } }, 1),
    TypeError,
    'Cannot use schedule "step" with "facter": did you mean "factor"?',
  );
  assertThrows(
    () => createSchedule({ name: "cosine" } as ScheduleConfig, 1),
    RangeError,
    'Cannot use schedule "cosine" with decaySteps undefined: expected a number, 1 or more',
  );
  assertThrows(
    () => createSchedule({ name: "linear" } as unknown as ScheduleConfig, 1),
    RangeError,
    'Cannot use schedule "linear": expected one of constant, step',
  );
  assertThrows(
    () => createSchedule({ name: "warmup", steps: NaN, then: { name: "constant" } }, 1),
    RangeError,
  );
});

Deno.test("SCHEDULES names every schedule once", () => {
  assertEquals(new Set(SCHEDULES).size, 5);
});
