import { assertEquals, assertLessOrEqual, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import type { EpochEvent, StepEvent, TrainBeginEvent, TrainEvent } from "tandem";
import { epochLine, liveLine, progressReporter } from "../../src/report/progress.ts";

const BEGIN: TrainBeginEvent = {
  type: "train-begin",
  workers: 2,
  backend: "wasm",
  epochs: 10,
  steps: 4,
  samples: 100,
  parameters: 7,
};
const STEP: StepEvent = {
  type: "step",
  epoch: 2,
  step: 1,
  seen: 50,
  logs: { loss: 0.5, accuracy: 0.25 },
  seconds: 0.5,
};
const EPOCH_END: EpochEvent = {
  type: "epoch",
  epoch: 2,
  logs: { loss: 0.10919, accuracy: 0.9671, val_loss: 0.103, val_accuracy: 0.9683 },
  seconds: 2.4,
  samplesPerSecond: 25_000,
};
const EVENTS: readonly TrainEvent[] = [
  BEGIN,
  STEP,
  EPOCH_END,
  { type: "train-end", epochs: 10, seconds: 24 },
];

function show(columns: number | undefined): string {
  let text = "";
  const report = progressReporter({ columns, write: (part) => text += part }, false, () => 0);
  EVENTS.forEach(report);
  return text;
}

const EPOCH = "epoch 3/10  loss 0.1092  accuracy 0.9671  val_loss 0.1030  val_accuracy 0.9683  " +
  "2.40 s  25,000 samples/s\n";

Deno.test("progressReporter() writes one plain line an epoch where there is no terminal", () => {
  assertEquals(show(undefined), EPOCH);
});

Deno.test("progressReporter() writes a live line on a terminal, and wipes it for the epoch's", () => {
  const live =
    "epoch 3/10  [##########          ]  100 samples/s  loss 0.5000  accuracy 0.2500  ETA 8 s";
  assertEquals(show(200), `\r\x1b[K${live}\r\x1b[K${EPOCH}`);
});

Deno.test("progressReporter() reads the width of the terminal at each line", () => {
  // One that says 0 does not know its width, and is taken to have 80 columns.
  const widths = [74, 20, 60, 0];
  const lines = widths.map((columns) => {
    const sink = { text: "", columns: 200, write: (part: string) => sink.text += part };
    const report = progressReporter(sink, false, () => 0);
    report(BEGIN);
    sink.columns = columns;
    report(STEP);
    report(EPOCH_END);
    return sink.text.split("\r\x1b[K").slice(1);
  });
  assertEquals(lines, [
    [
      "epoch 3/10  [###  ]  100 samples/s  loss 0.5000  accuracy 0.2500  ETA 8 s",
      "epoch 3/10  loss 0.1092  accuracy 0.9671  val_loss 0.1030\n",
    ],
    ["epoch 3/10", "epoch 3/10\n"],
    [
      "epoch 3/10  loss 0.5000  accuracy 0.2500  ETA 8 s",
      "epoch 3/10  loss 0.1092  accuracy 0.9671  val_loss 0.1030\n",
    ],
    [
      "epoch 3/10  [######     ]  100 samples/s  loss 0.5000  accuracy 0.2500  ETA 8 s",
      "epoch 3/10  loss 0.1092  accuracy 0.9671  val_loss 0.1030  val_accuracy 0.9683\n",
    ],
  ]);
});

Deno.test("progressReporter() tells details to who asked for them alone", () => {
  const texts = [false, true].map((details) => {
    let text = "";
    const report = progressReporter({ columns: 80, write: (part) => text += part }, details);
    report({ type: "detail", message: "2 workers train: a step is long enough to be shared" });
    return text;
  });
  assertEquals(texts, [
    "",
    "\r\x1b[K2 workers train: a step is long enough to be shared\n",
  ]);
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
  const report = progressReporter({ columns: 200, write: (part) => text += part }, false, () => 0);
  report({ type: "train-begin", workers: 1, backend: "wasm", epochs: 10, parameters: 7 });
  report({ type: "step", epoch: 0, step: 1, seen: 50, logs: { loss: 0.5 }, seconds: 0.5 });
  assertEquals(text, "\r\x1b[Kepoch 1/10  100 samples/s  loss 0.5000");
});

/** Logs of a model with any metrics, of one output or several, of each class or not. */
const LOGS = fc.dictionary(
  fc.stringMatching(/^([a-z]{1,9}_)?(accuracy|top5|f1_[0-9]|meanAbsolutePercentageError)$/),
  fc.double({ noNaN: true }),
  { maxKeys: 12 },
).map((metrics): Record<string, number> => ({ loss: 12_345.6, ...metrics }));
const AT_ANY_WIDTH = {
  columns: fc.integer({ min: 20, max: 200 }),
  epochs: fc.integer({ min: 1, max: 9999 }),
  logs: LOGS,
  seconds: fc.double({ min: 1e-3, max: 1e7, noNaN: true }),
};

Deno.test("the live line fits every terminal, keeps epoch and loss from 40 columns on, the time from 60 on", () => {
  fc.assert(fc.property(
    fc.record({ ...AT_ANY_WIDTH, samples: fc.option(fc.integer({ min: 50 }), { nil: undefined }) }),
    ({ columns, epochs, logs, seconds, samples }) => {
      const { samples: _, ...stream } = { ...BEGIN, epochs };
      const begin = samples === undefined ? stream : { ...stream, samples };
      const step = { ...STEP, epoch: epochs - 1, logs, seconds };
      const line = liveLine(step, begin, columns - 1);
      assertLessOrEqual(line.length, columns - 1);
      assertStringIncludes(line, `epoch ${epochs}/${epochs}`);
      if (columns >= 40) assertStringIncludes(line, "  loss 12345.6");
      if (samples === undefined) assertEquals(line.includes("ETA"), false);
      else if (columns >= 60) assertStringIncludes(line, "  ETA ");
      const wider = partsOf(liveLine(step, begin, columns));
      assertEquals(partsOf(line).filter((part) => !wider.includes(part)), []);
    },
  ));
});

Deno.test("the line of an epoch fits every terminal, and shows no less on a wider one", () => {
  fc.assert(fc.property(
    fc.record(AT_ANY_WIDTH),
    ({ columns, epochs, logs, seconds }) => {
      const validated = Object.entries(logs).map(([name, value]) => [`val_${name}`, value]);
      const event = { ...EPOCH_END, logs: { ...logs, ...Object.fromEntries(validated) }, seconds };
      const line = epochLine(event, epochs, columns - 1);
      assertLessOrEqual(line.length, columns - 1);
      assertStringIncludes(line, `epoch ${event.epoch + 1}/${epochs}`);
      if (columns >= 40) assertStringIncludes(line, "  loss 12345.6");
      if (columns >= 60) assertStringIncludes(line, "  val_loss 12345.6");
      const wider = partsOf(epochLine(event, epochs, columns));
      assertEquals(partsOf(line).filter((part) => !wider.includes(part)), []);
      const whole = partsOf(epochLine(event, epochs, Infinity));
      assertEquals(whole.length, 1 + Object.keys(event.logs).length + 2);
    },
  ));
});

/** The parts of a line, without the bar, which changes its size. */
function partsOf(line: string): string[] {
  return line.split("  ").filter((part) => !/[[\]#]/.test(part));
}

Deno.test("progressReporter() shows a warning on a line of its own", () => {
  for (const [columns, clear] of [[80, "\r\x1b[K"], [undefined, ""]] as const) {
    let text = "";
    const report = progressReporter({ write: (more) => text += more, columns });
    report({ type: "warning", message: "The stream ended" });
    assertEquals(text, `${clear}warning: The stream ended\n`);
  }
});
