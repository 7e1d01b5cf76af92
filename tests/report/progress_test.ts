import { assertEquals } from "@std/assert";
import type { TrainEvent } from "tandem";
import { formatBar, formatResult } from "../../src/report/format.ts";
import { progressReporter } from "../../src/report/progress.ts";

const EVENTS: readonly TrainEvent[] = [
  {
    type: "train-begin",
    workers: 2,
    backend: "wasm",
    epochs: 10,
    steps: 4,
    samples: 100,
    parameters: 7,
  },
  {
    type: "step",
    epoch: 2,
    step: 1,
    seen: 50,
    logs: { loss: 0.5, accuracy: 0.25 },
    seconds: 0.5,
  },
  {
    type: "epoch",
    epoch: 2,
    logs: { loss: 0.10919, accuracy: 0.9671, val_loss: 0.103, val_accuracy: 0.9683 },
    seconds: 2.4,
    samplesPerSecond: 25_000,
  },
  { type: "train-end", epochs: 10, seconds: 24 },
];

function show(columns: number | undefined): string {
  let text = "";
  const report = progressReporter({ columns, write: (part) => text += part }, () => 0);
  EVENTS.forEach(report);
  return text;
}

const EPOCH = "epoch 3/10  loss 0.1092  accuracy 0.9671  val_loss 0.1030  val_accuracy 0.9683  " +
  "2.4 s  25,000 samples/s\n";

Deno.test("progressReporter() writes one plain line an epoch where there is no terminal", () => {
  assertEquals(show(undefined), EPOCH);
});

Deno.test("progressReporter() writes a live line on a terminal, and wipes it for the epoch's", () => {
  const live =
    "epoch 3/10  [##########          ]  100 samples/s  loss 0.5000  accuracy 0.2500  ETA 8 s";
  assertEquals(show(200), `\r\x1b[K${live}\r\x1b[K${EPOCH}`);
});

Deno.test("progressReporter() keeps the live line within the terminal", () => {
  assertEquals(show(20), `\r\x1b[Kepoch 3/10  [######\r\x1b[K${EPOCH}`);
});

Deno.test("progressReporter() says when training stopped before its last epoch", () => {
  let text = "";
  const report = progressReporter({ columns: undefined, write: (part) => text += part });
  report({ type: "train-begin", workers: 1, backend: "wasm", epochs: 10, parameters: 7 });
  report({ type: "train-end", epochs: 4, seconds: 24 });
  assertEquals(text, "stopped early, after epoch 4 of 10\n");
});

Deno.test("progressReporter() shows neither bar nor time left of a stream, whose length is not known", () => {
  let text = "";
  const report = progressReporter({ columns: 200, write: (part) => text += part }, () => 0);
  report({ type: "train-begin", workers: 1, backend: "wasm", epochs: 10, parameters: 7 });
  report({ type: "step", epoch: 0, step: 1, seen: 50, logs: { loss: 0.5 }, seconds: 0.5 });
  assertEquals(text, "\r\x1b[Kepoch 1/10  100 samples/s  loss 0.5000");
});

Deno.test("formatBar() fills from the left and stays within its width", () => {
  assertEquals([-1, 0, 0.5, 2].map((share) => formatBar(share, 4)), [
    "[    ]",
    "[    ]",
    "[##  ]",
    "[####]",
  ]);
});

Deno.test("formatResult() gives the two lines with four digits", () => {
  assertEquals(
    formatResult({ loss: 0.06734, accuracy: 0.9794 }),
    "loss: 0.0673\naccuracy: 0.9794\n",
  );
});
