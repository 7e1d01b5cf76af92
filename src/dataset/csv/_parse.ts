/**
 * Text into rows: by Papa Parse where there are quotes, and cut at line feeds and delimiters where there are none.
 *
 * @module
 */
// @ts-types="@types/papaparse"
import papa from "papaparse";

/** A row as it lies in its text. */
export interface ParsedRow {
  /** Its cells. */
  readonly cells: string[];
  /** Where it begins in the text. */
  readonly start: number;
  /** Where the next one begins. */
  readonly end: number;
  /** What is wrong with its quotes. */
  readonly problem: "unclosed" | "after" | undefined;
}

/** Papa Parse takes it off the beginning of a text. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Parses text.
 *
 * @param text The text, with line feeds or with carriage returns before them.
 * @param delimiter What separates cells.
 * @param take Is given each row in turn, and tells whether to go on. The last row has one empty cell where the text ends
 * with a line feed.
 */
export function parseRows(
  text: string,
  delimiter: string,
  take: (row: ParsedRow) => boolean,
): void {
  if (text.includes('"')) parseQuoted(text, delimiter, take);
  else cutRows(text, delimiter, take);
}

function cutRows(text: string, delimiter: string, take: (row: ParsedRow) => boolean): void {
  let start = 0;
  while (true) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed + 1;
    const cells = text.slice(start, feed < 0 ? end : feed).split(delimiter);
    if (!take({ cells, start, end, problem: undefined }) || feed < 0) return;
    start = end;
  }
}

function parseQuoted(text: string, delimiter: string, take: (row: ParsedRow) => boolean): void {
  const offset = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  let start = 0;
  papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    step: ({ data, errors, meta }, parser) => {
      const end = meta.cursor + offset;
      const codes = errors.map(({ code }) => code);
      const problem = codes.includes("InvalidQuotes")
        ? "after"
        : codes.includes("MissingQuotes")
        ? "unclosed"
        : undefined;
      const more = take({ cells: data, start, end, problem });
      start = end;
      if (!more) parser.abort();
    },
  });
}
