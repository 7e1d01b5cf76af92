/**
 * Names of values for people.
 *
 * @module
 */

/** Names that are no plain words. */
const NAMES: Readonly<Record<string, string>> = {
  f1: "F1",
  auc: "ROC AUC",
  prAuc: "PR AUC",
  l1: "L1",
  l2: "L2",
  r2: "R²",
  huber: "Huber",
  logcosh: "log-cosh",
  minLr: "lowest rate",
  poisson: "Poisson",
  samplesPerSecond: "samples/s",
  kullbackLeiblerDivergence: "Kullback-Leibler divergence",
};

/** What a value is of: validation, an output of several, a loss or a metric, and one class of it. */
const KEY = /^(val_)?(?:(.+)_)?([a-zA-Z][a-zA-Z0-9]*)(?:_(\d+))?$/;

/**
 * Names a value of an epoch.
 *
 * @param key Its key in the logs.
 * @param classNames Names of the classes. @default their numbers
 * @returns For `val_left_top5` `validation left top 5 accuracy`, for `precision_3` `precision of class 3`.
 */
export function valueName(key: string, classNames: readonly string[] = []): string {
  const [, validation, output, value = key, label] = KEY.exec(key) ?? [];
  return [
    ...(validation ? ["validation"] : []),
    ...(output ? [output] : []),
    inWords(value),
    ...(label ? ["of", classNames[Number(label)] ?? `class ${label}`] : []),
  ].join(" ");
}

/**
 * A key in camel case as words.
 *
 * @param key The key, of a metric or of a configuration.
 * @returns For instance `mean squared error`, `top 5 accuracy`, `learning rate`.
 */
export function inWords(key: string): string {
  return NAMES[key] ?? key
    .replace(/^top(\d+)$/, "top $1 accuracy")
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace("crossentropy", "cross-entropy");
}
