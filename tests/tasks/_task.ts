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

/**
 * Starts a command, and kills it once it has written something.
 *
 * @param command The command, with `stdout` piped and `stderr` not.
 * @param moment What it writes to standard output at the moment to kill it.
 */
export async function killAt(command: Deno.Command, moment: string): Promise<void> {
  const child = command.spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes(moment)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The command ended before it wrote ${moment}`);
    text += value;
  }
  child.kill("SIGKILL");
  await reader.cancel();
  await child.status;
}
