/**
 * The untyped work of `parseArgs`: a walk over the arguments from left to right.
 *
 * @module
 */

import { hasPath, type Nested, setPath } from "./_nested.ts";
import { isBoolean, type RawOptions, readRules, type Rules } from "./_rules.ts";

type Value = string | number | boolean;

function isNumeric(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function isTruthWord(text: string): boolean {
  return text === "true" || text === "false";
}

class Parser {
  readonly #result: Nested;
  readonly #positional: Array<string | number> = [];
  readonly #options: RawOptions;
  readonly #rules: Rules;

  constructor(options: RawOptions) {
    this.#options = options;
    this.#rules = readRules(options);
    this.#result = { _: this.#positional };
  }

  parse(args: readonly string[]): Nested {
    const end = args.indexOf("--");
    const flags = end === -1 ? args : args.slice(0, end);
    const rest = end === -1 ? [] : args.slice(end + 1);

    this.#readAll(flags);
    this.#fillDefaults();
    if (this.#options["--"]) this.#result["--"] = rest;
    else this.#positional.push(...rest);
    return this.#result;
  }

  #readAll(args: readonly string[]): void {
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] ?? "";
      const next = args[i + 1] ?? "";
      if (arg.length > 1 && arg.startsWith("-")) {
        const usedNext = arg.startsWith("--")
          ? this.#readLong(arg, next)
          : this.#readShort(arg, next);
        if (usedNext) i++;
        continue;
      }
      this.#addPositional(arg);
      if (this.#options.stopEarly) {
        this.#positional.push(...args.slice(i + 1));
        return;
      }
    }
  }

  #addPositional(arg: string): void {
    if (this.#options.unknown?.(arg) === false) return;
    const isText = this.#rules.strings.has("_") || !isNumeric(arg);
    this.#positional.push(isText ? arg : Number(arg));
  }

  /** Reads `--name`, `--name=value`, `--name value` or `--no-name`; tells whether it used `next`. */
  #readLong(arg: string, next: string): boolean {
    const { booleans, negatable, allBooleans } = this.#rules;
    const body = arg.slice(2);
    const negated = body.startsWith("no-") && body.length > 3;
    const text = negated ? body.slice(3) : body;

    const equals = text.indexOf("=", 1); // a name has at least one character
    if (equals !== -1) {
      const name = text.slice(0, equals);
      const value = text.slice(equals + 1);
      this.#set(name, booleans.has(name) ? value !== "false" : value, arg);
      return false;
    }
    if (negated && negatable.has(text)) {
      this.#set(text, false, arg, false);
      return false;
    }
    const takesValue = !allBooleans && !isBoolean(this.#rules, body) && !next.startsWith("-");
    return this.#setFromNext(body, takesValue, arg, next);
  }

  /** Reads `-abc`, `-n5`, `-n=5` or `-n 5`; tells whether it used `next`. */
  #readShort(arg: string, next: string): boolean {
    const letters = arg.slice(1, -1);
    for (let i = 0; i < letters.length; i++) {
      const letter = letters.charAt(i);
      const rest = arg.slice(i + 2);
      if (rest === "-") {
        this.#set(letter, rest, arg);
        return false;
      }
      const value = this.#attachedValue(letter, rest);
      this.#set(letter, value ?? this.#present(letter), arg);
      if (value !== undefined) return false;
    }

    const name = arg.slice(-1);
    if (name === "-") return false;
    const takesValue = !isBoolean(this.#rules, name) && !/^--?[^-]/.test(next);
    return this.#setFromNext(name, takesValue, arg, next);
  }

  /** Finds the value written in one word with the letter, as in `-n5`, `-n=5` and `-n./file`. */
  #attachedValue(letter: string, rest: string): string | undefined {
    if (rest === "=") return "";
    if (/[a-z]/i.test(letter)) {
      const afterEquals = /=(.+)/.exec(rest)?.[1];
      if (afterEquals !== undefined) return afterEquals;
      if (/\d\.?$/.test(rest)) return rest;
    }
    return rest.length > 1 && /^\W/.test(rest) ? rest : undefined;
  }

  #setFromNext(name: string, takesValue: boolean, arg: string, next: string): boolean {
    if (next !== "" && takesValue) {
      this.#set(name, next, arg);
      return true;
    }
    if (isTruthWord(next)) {
      this.#set(name, next === "true", arg);
      return true;
    }
    this.#set(name, this.#present(name), arg);
    return false;
  }

  /** The value of an argument that has only its name. */
  #present(name: string): string | boolean {
    return this.#rules.strings.has(name) ? "" : true;
  }

  #set(name: string, value: Value, arg: string, collect = true): void {
    const { aliases, strings, collected } = this.#rules;
    if (!this.#isKnown(name, arg) && this.#options.unknown?.(arg, name, value) === false) return;

    const isNumber = typeof value === "string" && !strings.has(name) && isNumeric(value);
    const stored = isNumber ? Number(value) : value;
    for (const key of [name, ...aliases.get(name) ?? []]) {
      setPath(this.#result, key, stored, collect && collected.has(name));
    }
  }

  #isKnown(name: string, arg: string): boolean {
    const { aliases, allBooleans, booleans, strings, collected } = this.#rules;
    return booleans.has(name) || strings.has(name) || aliases.has(name) || collected.has(name) ||
      (allBooleans && arg.startsWith("--") && !arg.includes("="));
  }

  #fillDefaults(): void {
    const { aliases, booleans, strings, collected } = this.#rules;
    for (const [name, value] of Object.entries(this.#options.default ?? {})) {
      if (hasPath(this.#result, name)) continue;
      for (const key of [name, ...aliases.get(name) ?? []]) {
        setPath(this.#result, key, value, false);
      }
    }
    for (const name of booleans) {
      const empty = collected.has(name) ? [] : false;
      if (!hasPath(this.#result, name)) setPath(this.#result, name, empty, false);
    }
    for (const name of strings) {
      if (collected.has(name) && !hasPath(this.#result, name)) {
        setPath(this.#result, name, [], false);
      }
    }
  }
}

/**
 * Parses the arguments.
 *
 * @param args The arguments.
 * @param options What the names mean.
 * @returns The values by name, and the positional arguments under `_`.
 * @throws {TypeError} If an alias is undefined, or a dotted name goes through a plain value.
 */
export function parse(args: readonly string[], options: RawOptions): Nested {
  return new Parser(options).parse(args);
}
