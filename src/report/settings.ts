/**
 * The choices of a run as people read them.
 *
 * @module
 */
import { inWords } from "./names.ts";

/**
 * Names each choice and its value.
 *
 * @param config The configuration.
 * @returns A pair each, for instance `output activation` and `softmax`.
 */
export function settingsOf(config: object): [name: string, value: string][] {
  return Object.entries(config).map(([key, value]) => [inWords(key), settingText(value)]);
}

/** Lists without brackets, objects as `adam, learning rate 0.001`, weights of classes as their flag has them. */
function settingText(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(settingText).join(", ") || "none";
  if (typeof value !== "object") return String(value);
  const parts = Object.entries(value).map(([key, part]) => {
    const text = settingText(part);
    if (key === "name") return text;
    return /^\d+$/.test(key) ? `${key}=${text}` : `${inWords(key)} ${text}`;
  });
  return parts.join(", ");
}
