/**
 * The epochs of a run as a file: one JSON object a line.
 *
 * @module
 */
import { parseJson } from "../files/parse_json.ts";
import { isRecord } from "../is_record.ts";
import type { EpochEvent, Logs } from "../events.ts";

/**
 * An epoch as a line of the file.
 *
 * @param event The epoch that ended.
 * @returns JSON, with its line end: `epoch`, counted from 0, the epoch's values, `seconds` and `samplesPerSecond`.
 */
export function metricsLine({ epoch, logs, seconds, samplesPerSecond }: EpochEvent): string {
  return `${JSON.stringify({ epoch, ...logs, seconds, samplesPerSecond })}\n`;
}

/** The values of an epoch, `epoch` among them. */
export type EpochMetrics = Logs & { readonly epoch: number };

/**
 * Reads the lines of a file. An epoch that stands there twice, as after a run that was killed, counts as it was last.
 *
 * @param text The file's text.
 * @param name The file's name, for the message.
 * @returns The epochs in their order.
 * @throws {SyntaxError} If a line is no epoch.
 */
export function parseMetrics(text: string, name: string): EpochMetrics[] {
  const byEpoch = new Map<number, EpochMetrics>();
  for (const [i, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const metrics = parseLine(line);
    if (!metrics) {
      throw new SyntaxError(`Cannot read "${name}": expected an epoch as JSON in line ${i + 1}`);
    }
    byEpoch.set(metrics.epoch, metrics);
  }
  return [...byEpoch.values()].toSorted((a, b) => a.epoch - b.epoch);
}

function parseLine(line: string): EpochMetrics | undefined {
  const value = parseJson(line);
  const fits = isRecord(value) && "epoch" in value &&
    Object.values(value).every((one) => typeof one === "number" || one === null);
  return fits ? value as EpochMetrics : undefined;
}
