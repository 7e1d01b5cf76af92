/**
 * What separates the cells of a table, found from its first lines.
 *
 * @module
 */

/** What may separate cells. A comma comes last: it is what the others are chosen to make room for. */
const DELIMITERS = ["\t", ";", "|", ","] as const;

/** Lines that are looked at. */
const SAMPLE_LINES = 50;

/**
 * Finds what separates cells: what all lines have as many of as the first one, outside of quotes.
 *
 * @param text The first lines of a table.
 * @returns It; a comma if there is nothing that could.
 */
export function delimiterOf(text: string): string {
  const lines = countsByLine(text);
  const [first] = lines;
  const best = { delimiter: ",", share: 0 };
  DELIMITERS.forEach((delimiter, i) => {
    const expected = first?.[i] ?? 0;
    if (expected === 0) return;
    const share = lines.filter((counts) => counts[i] === expected).length / lines.length;
    if (share > best.share) Object.assign(best, { delimiter, share });
  });
  return best.delimiter;
}

/** How many there are of each of them in every line that has more than spaces. */
function countsByLine(text: string): number[][] {
  const lines: number[][] = [];
  let counts = DELIMITERS.map(() => 0);
  let isBlank = true;
  let isQuoted = false;
  for (const character of text) {
    if (character === "\n" && !isQuoted) {
      if (!isBlank) lines.push(counts);
      if (lines.length === SAMPLE_LINES) break;
      counts = DELIMITERS.map(() => 0);
      isBlank = true;
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    if (character.trim() !== "") isBlank = false;
    const index = DELIMITERS.findIndex((delimiter) => delimiter === character);
    if (index >= 0 && !isQuoted) counts[index] = (counts[index] ?? 0) + 1;
  }
  return lines;
}
