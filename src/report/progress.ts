/**
 * Training as text: one live line on a terminal, one plain line an epoch elsewhere.
 *
 * @module
 */
import type { StepEvent, TrainBeginEvent, TrainEvent } from "../events.ts";
import { formatBar, formatEpoch, formatLogs, formatSpeed } from "./format.ts";

/** Where text goes. */
export interface TextSink {
  /** Writes text as it is. */
  write(text: string): void;
  /** Columns of the terminal, or undefined where the text goes to a file or a pipe. */
  readonly columns: number | undefined;
}

const CLEAR_LINE = "\r\x1b[K";
const REFRESH_SECONDS = 0.1;

/**
 * Makes a listener that shows training.
 *
 * @param sink Where the text goes.
 * @param clock Seconds from any origin.
 * @returns What is to be called with every event.
 */
export function progressReporter(
  sink: TextSink,
  clock: () => number = () => performance.now() / 1000,
): (event: TrainEvent) => void {
  let begin: TrainBeginEvent | undefined;
  let drawn = -Infinity;
  return (event) => {
    switch (event.type) {
      case "train-begin":
        begin = event;
        break;
      case "step":
        if (!begin || sink.columns === undefined || clock() - drawn < REFRESH_SECONDS) return;
        drawn = clock();
        sink.write(CLEAR_LINE + liveLine(event, begin).slice(0, sink.columns - 1));
        break;
      case "epoch":
        if (sink.columns !== undefined) sink.write(CLEAR_LINE);
        sink.write(`${formatEpoch(event, begin?.epochs ?? event.epoch + 1)}\n`);
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
 * stream, whose length is not known, no bar and no time.
 *
 * @param event The step that ended.
 * @param begin The run.
 * @returns One line.
 */
export function liveLine(event: StepEvent, begin: TrainBeginEvent): string {
  const { samples, epochs } = begin;
  const speed = event.seen / event.seconds;
  const parts = [formatSpeed(speed), formatLogs(event.logs)];
  if (samples !== undefined) {
    const left = (epochs - event.epoch) * samples - event.seen;
    parts.unshift(formatBar(event.seen / samples, 20));
    parts.push(`ETA ${Math.ceil(left / speed)} s`);
  }
  return [`epoch ${event.epoch + 1}/${epochs}`, ...parts].join("  ");
}
