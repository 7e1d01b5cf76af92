/**
 * Text of files, for a terminal.
 *
 * @module
 */

/**
 * Shows the control characters of a text, so that a name of a column or a file can neither begin a line nor give a
 * terminal orders.
 *
 * @param text The text.
 * @returns The text with `\n`, `\t` or `\u001b` in their places.
 */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (control) => {
    const escape = JSON.stringify(control).slice(1, -1);
    return escape === control
      ? String.raw`\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`
      : escape;
  });
}
