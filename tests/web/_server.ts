/**
 * The real `deno task serve`.
 *
 * @module
 */
import { taskCommand } from "../tasks/_task.ts";

/** A server. `await using` ends it. */
export interface Server extends AsyncDisposable {
  /** Its address, with a slash at the end. */
  readonly url: string;
}

/**
 * Starts one.
 *
 * @param runs The folder of runs.
 * @returns The server, listening.
 */
export function startServer(runs: string): Promise<Server> {
  return serverOf(taskCommand("serve", "--port=0", "--runs", runs));
}

/**
 * Starts a program that serves.
 *
 * @param command The program; it prints its address first.
 * @returns The server, listening.
 */
export async function serverOf(command: Deno.Command): Promise<Server> {
  const child = command.spawn();
  const errors = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  const end = async (): Promise<void> => {
    await lines.cancel();
    // The end of `deno task` is passed on to what it runs.
    if (value !== "") child.kill("SIGTERM");
    await child.status;
    await errors;
  };
  const [url] = /http:\S+/.exec(value) ?? [];
  if (url === undefined) {
    await end();
    throw new Error(`The server did not start: ${await errors}`);
  }
  return { url, [Symbol.asyncDispose]: end };
}
