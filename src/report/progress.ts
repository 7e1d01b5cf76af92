/**
 * Training as text: one live line on a terminal, one plain line an epoch elsewhere.
 *
 * @module
 */
import type { EpochEvent, Logs, StepEvent, TrainBeginEvent, TrainEvent } from "../events.ts";
import { formatBar, formatDuration, formatLogs, formatSeconds, formatSpeed } from "./format.ts";
import { CLEAR_LINE, fitLine, lineWidth, roomBeside } from "./line.ts";

/** Where text goes. */
export interface TextSink {
  /** Writes text as it is. */
  write(text: string): void;
  /** Columns of the terminal as it is now, or undefined where the text goes to a file or a pipe. */
  readonly columns: number | undefined;
}

const REFRESH_SECONDS = 0.1;
/** Characters between the brackets of the bar. */
const BAR = { least: 5, most: 20 } as const;

/**
 * Makes a listener that shows training.
 *
 * @param sink Where the text goes.
 * @param details Whether to tell how training goes about its work.
 * @param clock Seconds from any origin.
 * @returns What is to be called with every event.
 */
export function progressReporter(
  sink: TextSink,
  details = false,
  clock: () => number = () => performance.now() / 1000,
): (event: TrainEvent) => void {
  let begin: TrainBeginEvent | undefined;
  let drawn = -Infinity;
  return (event) => {
    const { columns } = sink;
    const width = lineWidth(columns);
    switch (event.type) {
      case "train-begin":
        begin = event;
        break;
      case "step":
        if (!begin || columns === undefined || clock() - drawn < REFRESH_SECONDS) return;
        drawn = clock();
        sink.write(CLEAR_LINE + liveLine(event, begin, width));
        break;
      case "epoch":
        if (columns !== undefined) sink.write(CLEAR_LINE);
        sink.write(`${epochLine(event, begin?.epochs ?? event.epoch + 1, width)}\n`);
        break;
      case "warning":
        if (columns !== undefined) sink.write(CLEAR_LINE);
        sink.write(`warning: ${event.message}\n`);
        break;
      case "detail":
        if (!details) return;
        if (columns !== undefined) sink.write(CLEAR_LINE);
        sink.write(`${event.message}\n`);
        break;
      case "train-end":
        if (begin && event.epochs < begin.epochs) {
          sink.write(`stopped early, after epoch ${event.epochs} of ${begin.epochs}\n`);
        }
        break;
    }
  };
}

/**
 * The live line: epoch, bar, speed, running means and the time that the rest of the run will take; of a
 * stream, whose length is not known, no bar and no time. A line too long loses the bar first, which shrinks before that,
 * then the speed, then the metrics from the last one on; epoch, loss and time stay longest.
 *
 * @param event The step that ended.
 * @param begin The run.
 * @param width Number of characters that the line may have.
 * @returns One line.
 */
export function liveLine(event: StepEvent, begin: TrainBeginEvent, width: number): string {
  const { samples, epochs } = begin;
  const { seen, seconds, logs } = event;
  const epoch = epochOf(event, epochs);
  const values = formatLogs(logs);
  const speed = formatSpeed(seen / seconds);
  if (samples === undefined) {
    return fitLine([epoch, speed, ...values], [epoch, ...values, speed], width);
  }
  const left = (epochs - event.epoch) * samples - seen;
  const time = `ETA ${formatDuration(Math.ceil(left / (seen / seconds)))}`;
  const [loss, metrics] = [values.slice(0, 1), values.slice(1)];
  const room = roomBeside([epoch, speed, ...values, time], width) - "[]".length;
  const bar = room < BAR.least ? [] : [formatBar(seen / samples, Math.min(room, BAR.most))];
  return fitLine(
    [epoch, ...bar, speed, ...values, time],
    [epoch, ...loss, time, ...metrics, speed, ...bar],
    width,
  );
}

/**
 * The line of an epoch that ended: its values, how long it took and how fast it was. A line too long loses speed and time
 * first, then the values from the last one on, each with its validation.
 *
 * @param event The epoch that ended.
 * @param epochs Number of epochs of the run.
 * @param width Number of characters that the line may have.
 * @returns For instance `epoch 3/10  loss 0.1092  accuracy 0.9671  2.41 s  25,000 samples/s`.
 */
export function epochLine(event: EpochEvent, epochs: number, width: number): string {
  const { logs, seconds, samplesPerSecond } = event;
  const epoch = epochOf(event, epochs);
  const measured = [formatSeconds(seconds), formatSpeed(samplesPerSecond)];
  return fitLine(
    [epoch, ...formatLogs(logs), ...measured],
    [epoch, ...formatLogs(byImportance(logs)), ...measured],
    width,
  );
}

/** Each value with its validation after it. */
function byImportance(logs: Logs): Logs {
  const names = Object.keys(logs);
  const placeOf = (name: string): number => {
    const validated = name.startsWith("val_") ? names.indexOf(name.slice("val_".length)) : -1;
    return validated < 0 ? names.indexOf(name) : validated;
  };
  return Object.fromEntries(
    Object.entries(logs).toSorted(([a], [b]) => placeOf(a) - placeOf(b)),
  );
}

function epochOf({ epoch }: { readonly epoch: number }, epochs: number): string {
  return `epoch ${epoch + 1}/${epochs}`;
}
