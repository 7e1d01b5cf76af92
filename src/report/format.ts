/**
 * Numbers as people read them.
 *
 * @module
 */
import type { Logs } from "../events.ts";

/**
 * A loss or a metric: four decimals, or significant digits where those would say nothing.
 *
 * @param value The value.
 * @returns For instance `0.1092`, `1.20e-7`, `12345.6` or `1.23e+9`.
 */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e3)) return value.toFixed(4);
  return size >= 1e3 && size < 1e6 ? value.toPrecision(6) : value.toExponential(2);
}

/**
 * A share, such as a probability or a score: one too small for four decimals is as good as none.
 *
 * @param share The share, from 0 to 1.
 * @returns For instance `0.9132`.
 */
export function formatShare(share: number): string {
  return share.toFixed(4);
}

/**
 * A measured amount: three significant digits, or whole with its thousands apart.
 *
 * @param amount The amount, 0 or more.
 * @returns For instance `2.41` or `31,029`.
 */
export function formatAmount(amount: number): string {
  return amount < 100 ? amount.toPrecision(3) : Math.round(amount).toLocaleString("en-US");
}

/**
 * A speed.
 *
 * @param samplesPerSecond Training samples per second.
 * @returns For instance `25,000 samples/s`.
 */
export function formatSpeed(samplesPerSecond: number): string {
  return `${formatAmount(samplesPerSecond)} samples/s`;
}

/**
 * A time that was measured.
 *
 * @param seconds The time.
 * @returns For instance `2.41 s` or `2 min 10 s`.
 */
export function formatSeconds(seconds: number): string {
  return seconds < 60 ? `${formatAmount(seconds)} s` : formatDuration(seconds);
}

/**
 * A time in whole seconds, or in minutes where it takes an hour.
 *
 * @param seconds The time.
 * @returns For instance `8 s`, `2 min 10 s` or `1 h 05 min`.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  return minutes < 60
    ? `${minutes} min ${twoDigits(whole % 60)} s`
    : `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

function twoDigits(value: number): string {
  return `${value}`.padStart(2, "0");
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
 * Loss and metrics, each with its name.
 *
 * @param logs Values by name.
 * @returns For instance `loss 0.1092` and `accuracy 0.9671`.
 */
export function formatLogs(logs: Logs): string[] {
  return Object.entries(logs).map(([name, value]) => `${name} ${formatNumber(value)}`);
}

/**
 * The lines that end a command's standard output.
 *
 * @param result Loss and metrics.
 * @returns A line each, for instance `loss: 0.0673` and `accuracy: 0.9794`.
 */
export function formatResult(result: Logs): string {
  return Object.entries(result)
    .map(([name, value]) => `${name}: ${formatNumber(value)}\n`).join("");
}
