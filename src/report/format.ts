/**
 * Numbers as people read them.
 *
 * @module
 */
import type { EpochEvent, Logs } from "../events.ts";

/**
 * Loss and metrics on one line.
 *
 * @param logs Values by name.
 * @returns For instance `loss 0.1092  accuracy 0.9671`.
 */
export function formatLogs(logs: Logs): string {
  return Object.entries(logs).map(([name, value]) => `${name} ${value.toFixed(4)}`).join("  ");
}

/**
 * An epoch on one line.
 *
 * @param event The epoch that ended.
 * @param epochs Number of epochs of the run.
 * @returns For instance `epoch 3/10  loss 0.1092  accuracy 0.9671  2.4 s  25,000 samples/s`.
 */
export function formatEpoch(event: EpochEvent, epochs: number): string {
  const { epoch, logs, seconds, samplesPerSecond } = event;
  return [
    `epoch ${epoch + 1}/${epochs}`,
    formatLogs(logs),
    `${seconds.toFixed(1)} s`,
    formatSpeed(samplesPerSecond),
  ].join("  ");
}

/**
 * A speed.
 *
 * @param samplesPerSecond Training samples per second.
 * @returns For instance `25,000 samples/s`.
 */
export function formatSpeed(samplesPerSecond: number): string {
  return `${Math.round(samplesPerSecond).toLocaleString("en-US")} samples/s`;
}

/**
 * A bar that fills from the left.
 *
 * @param share How much is done, from 0 to 1.
 * @param width Number of characters between the brackets.
 * @returns For instance `[#####     ]`.
 */
export function formatBar(share: number, width: number): string {
  const done = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `[${"#".repeat(done)}${" ".repeat(width - done)}]`;
}

/**
 * The lines that end a command's standard output.
 *
 * @param result Loss and metrics.
 * @returns A line each, for instance `loss: 0.0673` and `accuracy: 0.9794`.
 */
export function formatResult(result: Logs): string {
  return Object.entries(result).map(([name, value]) => `${name}: ${value.toFixed(4)}\n`).join("");
}
