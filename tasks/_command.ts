/**
 * What every command shares: flags, exit codes, and one line for a mistake.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { closest } from "fastest-levenshtein";
import { printable } from "../src/report/printable.ts";

/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** The command line is wrong: the message says what, and what would be right. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The flags of a command: those with a value, each with its text in the help, and those without. */
export interface FlagTable {
  readonly values: Readonly<Record<string, string>>;
  readonly switches: Readonly<Record<string, string>>;
  /** What words that are no flags are, where a command takes any. @default none are taken */
  readonly words?: string;
  /** Names of the flags under each heading of the help. @default all under one */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/** Flags as they were given. */
export interface Flags {
  /** The value of a flag, or undefined where it was not given. */
  value(name: string): string | undefined;
  /** Whether a flag without a value was given. */
  has(name: string): boolean;
  /** The words that are no flags. */
  readonly words: readonly string[];
}

const COMMON_SWITCHES = {
  help: "print this text",
  verbose: "print the stack of an error",
} as const;

/**
 * Reads flags.
 *
 * @param args The command line.
 * @param table The flags that are known.
 * @returns The flags.
 * @throws {UsageError} For an unknown flag, a value that is missing, or a word that is no flag.
 */
export function readFlags(args: readonly string[], table: FlagTable): Flags {
  const values = Object.keys(table.values);
  const switches = [...Object.keys(table.switches), ...Object.keys(COMMON_SWITCHES)];
  const known = [...values, ...switches];
  const parsed: Record<string, unknown> = parseArgs(joinNegative(args, values), {
    string: values,
    boolean: switches,
    alias: { h: "help" },
    unknown: (arg, key) => {
      if (key === undefined) {
        if (table.words !== undefined) return true;
        throw new UsageError(`Unexpected argument "${arg}": expected flags`);
      }
      throw new UsageError(`Unknown flag "${arg}": did you mean "--${closest(key, known)}"?`);
    },
  });
  for (const name of switches) {
    if (args.some((arg) => arg.startsWith(`--${name}=`))) {
      throw new UsageError(`Flag "--${name}" takes no value`);
    }
  }
  for (const name of values) {
    const value = parsed[name];
    // A flag at the end, or before another one, has swallowed nothing or that flag.
    const missing = value === "" && !args.includes(`--${name}=`) && !givenEmpty(args, name);
    if (missing || (typeof value === "string" && value.startsWith("--"))) {
      throw new UsageError(`Flag "--${name}" needs a value: ${table.values[name]}`);
    }
  }
  return {
    value: (name) => typeof parsed[name] === "string" ? parsed[name] : undefined,
    has: (name) => parsed[name] === true,
    words: Array.isArray(parsed["_"]) ? parsed["_"].map(String) : [],
  };
}

/** Joins negative numbers, and the dash of standard input, to their flags: apart, the parser takes them for flags. */
function joinNegative(args: readonly string[], values: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1) ?? "";
    const isValue = /^-(\d|\.\d|Infinity$|$)/.test(arg) && values.includes(last.replace(/^--/, ""));
    if (isValue && last.startsWith("--")) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function givenEmpty(args: readonly string[], name: string): boolean {
  return args[args.indexOf(`--${name}`) + 1] === "";
}

/**
 * Runs a flag's reader, and turns what it refuses into a usage error.
 *
 * @param read Reads the value.
 * @returns What it gives.
 * @throws {UsageError} Instead of a RangeError.
 */
export function usage<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * Prints the help of a command.
 *
 * @param synopsis Its name, what comes after that, and what it does.
 * @param table Its flags.
 */
export function printHelp(synopsis: string, table: FlagTable): void {
  const texts: Readonly<Record<string, string>> = {
    ...table.values,
    ...COMMON_SWITCHES,
    ...table.switches,
  };
  const groups = table.groups ?? { Flags: Object.keys(texts) };
  const grouped = new Set(Object.values(groups).flat());
  const others = Object.keys(texts).filter((flag) => !grouped.has(flag));
  const sections = Object.entries(groups).map(([title, flags]) =>
    `${title}:\n${flags.map((flag) => helpLine(flag, texts[flag] ?? "")).join("\n")}`
  );
  const rest = others.map((flag) => helpLine(flag, texts[flag] ?? ""));
  const program = Deno.build.standalone ? "tandem" : "deno task";
  console.log(
    [`${program} ${synopsis}`, ...sections, rest.join("\n")].filter(Boolean).join("\n\n"),
  );
}

const INDENT = 24;
const LINE = 100;

/** A flag and its text, which goes on under itself where it is long. */
function helpLine(flag: string, text: string): string {
  const lines = [`  --${flag.padEnd(INDENT - 5)}`];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last.length + 1 + word.length > LINE) lines.push(" ".repeat(INDENT - 1));
    lines[lines.length - 1] += ` ${word}`;
  }
  return lines.join("\n");
}

/**
 * Runs a command and ends the process with its exit code.
 *
 * @param command Takes the command line and gives the exit code.
 */
export async function main(command: (args: string[]) => Promise<number>): Promise<never> {
  let code: number = EXIT.failed;
  try {
    code = await command(Deno.args);
  } catch (error) {
    // Whoever reads the output, such as "head", wants no more of it.
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(EXIT.failed);
    const mistake = error instanceof UsageError;
    code = mistake ? EXIT.usage : EXIT.failed;
    const message = error instanceof Error ? error.message : String(error);
    console.error(
      `error: ${mistake ? `${printable(message)} (--help lists the flags)` : message}`,
    );
    // Data that cannot be read are the user's mistake, unless the error is ours: its stack tells.
    const origin = mistake ? error.cause : error;
    if (Deno.args.includes("--verbose") && origin instanceof Error) console.error(origin.stack);
  }
  Deno.exit(code);
}

/**
 * A warning on standard error.
 *
 * @param message What to say.
 */
export function warn(message: string): void {
  console.error(`warning: ${printable(message)}`);
}

const encoder = new TextEncoder();

/** Standard error, as a place for progress. */
export const standardError = {
  write(text: string): void {
    Deno.stderr.writeSync(encoder.encode(text));
  },
  get columns(): number | undefined {
    return columnsOf(Deno.stderr);
  },
};

/**
 * How wide the terminal is that a stream goes to.
 *
 * @param stream The stream.
 * @returns Its columns as they are now, or undefined where the stream goes to a file or a pipe.
 */
export function columnsOf(stream: { isTerminal(): boolean }): number | undefined {
  return stream.isTerminal() ? Deno.consoleSize().columns : undefined;
}
