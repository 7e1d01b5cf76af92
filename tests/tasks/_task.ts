/**
 * Runs the real tasks as processes.
 *
 * @module
 */

/** What a process left. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = new URL("../../", import.meta.url);

/**
 * Prepares `deno task NAME ARGS` in the project's folder.
 *
 * @param args The task's name and its arguments.
 */
export function taskCommand(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/**
 * Runs `deno task NAME ARGS` to its end.
 *
 * @param args The task's name and its arguments.
 */
export async function runTask(...args: string[]): Promise<Outcome> {
  return decode(await taskCommand(...args).output());
}

/**
 * Reads what a process wrote.
 *
 * @param output Its output.
 */
export function decode({ code, stdout, stderr }: Deno.CommandOutput): Outcome {
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
