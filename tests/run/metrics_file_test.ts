import { assertEquals, assertThrows } from "@std/assert";
import { metricsLine, parseMetrics } from "../../src/run/metrics_file.ts";

const EVENT = {
  type: "epoch",
  epoch: 1,
  logs: { loss: 0.5, val_loss: 0.75 },
  seconds: 2,
  samplesPerSecond: 100,
} as const;

Deno.test("parseMetrics() reads what metricsLine() wrote", () => {
  assertEquals(parseMetrics(metricsLine(EVENT), "m"), [
    { epoch: 1, loss: 0.5, val_loss: 0.75, seconds: 2, samplesPerSecond: 100 },
  ]);
});

Deno.test("parseMetrics() takes the last line of an epoch that was run twice, and puts them in order", () => {
  const line = (epoch: number, loss: number): string =>
    metricsLine({ ...EVENT, epoch, logs: { loss } });
  const epochs = parseMetrics(line(0, 3) + line(2, 9) + line(1, 2) + line(2, 1), "m");
  assertEquals(epochs.map(({ epoch, loss }) => [epoch, loss]), [[0, 3], [1, 2], [2, 1]]);
});

Deno.test("parseMetrics() names the line that is no epoch", () => {
  for (const wrong of ["{", "[]", "5", '{"loss":1}', '{"epoch":0,"loss":"x"}']) {
    const text = `${metricsLine(EVENT)}${wrong}\n`;
    assertThrows(
      () => parseMetrics(text, "m.jsonl"),
      SyntaxError,
      '"m.jsonl": expected an epoch as JSON in line 2',
    );
  }
});
