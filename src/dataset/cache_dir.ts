/**
 * Where a compiled program keeps what it downloads.
 *
 * @module
 */

/** The machine, as far as the folder depends on it. */
export interface Machine {
  /** Name of the operating system, as `Deno.build.os` has it. */
  readonly os: string;
  /** Reads an environment variable. */
  env(name: string): string | undefined;
}

/**
 * The folder of all data sets in the platform's cache: `XDG_CACHE_HOME` or `~/.cache` on Linux, `~/Library/Caches` on
 * macOS, `LOCALAPPDATA` on Windows.
 *
 * @param machine The machine.
 * @returns The folder; without a home `data` in the current folder.
 */
export function cacheDir({ os, env }: Machine): string {
  const home = env("HOME");
  const caches = os === "windows"
    ? env("LOCALAPPDATA")
    : os === "darwin"
    ? home && `${home}/Library/Caches`
    : env("XDG_CACHE_HOME") || (home && `${home}/.cache`);
  return caches ? `${caches}/tandem/data` : "data";
}
