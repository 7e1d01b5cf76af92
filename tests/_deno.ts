/**
 * Runs deno apart from this machine's project and cache.
 *
 * @module
 */
import { decode, type Outcome } from "./tasks/_task.ts";

/**
 * Makes a cache for Deno that holds this machine's npm packages, and nothing else.
 *
 * @param path The folder to make, for the environment variable DENO_DIR.
 */
export async function makeDenoDir(path: string): Promise<void> {
  const { stdout } = await runDeno(["info", "--json"], { cwd: "." });
  await Deno.mkdir(path);
  await Deno.symlink(JSON.parse(stdout).npmCache, `${path}/npm`, { type: "dir" });
}

/**
 * Runs this deno to its end.
 *
 * @param args Its arguments.
 * @param options Its folder, and what its environment has besides this one's.
 */
export async function runDeno(
  args: string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<Outcome> {
  const { cwd, env = {} } = options;
  const command = new Deno.Command(Deno.execPath(), { args, cwd, env: { NO_COLOR: "1", ...env } });
  return decode(await command.output());
}
