/**
 * The compiled program: every command under one name, `tandem COMMAND [flags]`.
 *
 * @module
 */
import { closest } from "fastest-levenshtein";
import tfjs from "@tensorflow/tfjs/package.json" with { type: "json" };
import config from "../deno.json" with { type: "json" };
import { textTable } from "../src/report/text_table.ts";
import { EXIT, main, UsageError } from "./_command.ts";

interface Command {
  /** One line of the help. */
  readonly text: string;
  /** What it may do, out of what the program may. */
  readonly permissions: readonly Deno.PermissionName[];
  /** Loads the command, and nothing of the others. */
  load(): Promise<(args: string[]) => Promise<number>>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  data: {
    text: "download a data set once, and verify it; or list them",
    permissions: ["read", "write", "net", "env"],
    load: async () => (await import("./data.ts")).data,
  },
  train: {
    text: "train a model on every core, and evaluate it",
    permissions: ["read", "write", "net", "env", "ffi"],
    load: async () => (await import("./train.ts")).train,
  },
  evaluate: {
    text: "loss and metrics of a saved model",
    permissions: ["read", "write", "net", "env", "ffi"],
    load: async () => (await import("./evaluate.ts")).evaluate,
  },
  report: {
    text: "the curves of a run as one page",
    permissions: ["read", "write"],
    load: async () => (await import("./report.ts")).report,
  },
  predict: {
    text: "say what pictures show, or predict for rows and samples",
    permissions: ["read", "write"],
    load: async () => (await import("./predict.ts")).predict,
  },
  serve: {
    text: "runs in a browser, as they train",
    permissions: ["read", "net"],
    load: async () => (await import("./serve.ts")).serve,
  },
  bench: {
    text: "measure it against tfjs, PyTorch, Keras and pandas",
    permissions: ["read", "write", "net", "env", "ffi", "run"],
    load: async () => (await import("./bench.ts")).bench,
  },
};

/** All that a command of the program may have. */
const PERMISSIONS = ["read", "write", "net", "env", "ffi", "run"] as const;

const LIST = textTable(
  Object.entries(COMMANDS).map(([name, { text }]) => [`  ${name}`, text]),
  ["left"],
);

const HELP = `tandem trains TensorFlow.js models on every core

tandem COMMAND [flags]; tandem COMMAND --help lists a command's flags

${LIST.join("\n")}

  --help     print this text
  --version  print the versions of tandem, Deno and TensorFlow.js`;

/**
 * Runs the command that the first argument names.
 *
 * @param args The command line.
 * @returns The exit code.
 * @throws {UsageError} If there is no such command.
 */
export async function tandem([name = "--help", ...args]: string[]): Promise<number> {
  if (name === "--help" || name === "-h") {
    console.log(HELP);
    return EXIT.done;
  }
  if (name === "--version") {
    console.log(
      `tandem ${config.version} (Deno ${Deno.version.deno}, TensorFlow.js ${tfjs.version})`,
    );
    return EXIT.done;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const names = Object.keys(COMMANDS);
    throw new UsageError(
      `Unknown command "${name}": expected one of ${names.join(", ")}; ` +
        `did you mean "${closest(name, names)}"?`,
    );
  }
  await giveUp(command.permissions);
  return (await command.load())(args);
}

/** Gives up what a command does not need of what all of them together do. */
async function giveUp(kept: readonly Deno.PermissionName[]): Promise<void> {
  for (const name of PERMISSIONS) {
    if (!kept.includes(name)) await Deno.permissions.revoke({ name });
  }
}

if (import.meta.main) await main(tandem);
