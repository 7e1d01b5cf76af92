/**
 * What imports what, as Deno itself sees it.
 *
 * @module
 */
import { dirname, resolve } from "node:path";

/** What `deno info --json` says of a module. */
export interface Module {
  readonly specifier: string;
  readonly mediaType?: string;
  /** Its file; packages of npm and what is built in have none. */
  readonly local?: string;
  /** Bytes of its source; what Deno knows of a download follows them in the file. */
  readonly size?: number;
  readonly dependencies?: readonly Dependency[];
}

/** An import of a module. */
export interface Dependency {
  /** As it is written in the code. */
  readonly specifier: string;
  /** Where it leads; absent where only types are imported. */
  readonly code?: { readonly specifier?: string };
  /** Where its types lead; absent where they are those of the code. */
  readonly type?: { readonly specifier?: string };
}

/** Modules, and where names lead that are led on. */
export interface Graph {
  readonly modules: readonly Module[];
  readonly redirects: Readonly<Record<string, string>>;
}

/**
 * Asks Deno for all that a module imports, and what that imports.
 *
 * @param entry Path of the module.
 * @returns The modules.
 * @throws {Error} If Deno cannot find one.
 */
export async function graphOf(entry: string): Promise<Graph> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", resolve(entry)],
    cwd: dirname(resolve(entry)),
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  if (success) return JSON.parse(decoder.decode(stdout));
  const [, reason = "no reason given"] = /^error: (.*)$/m.exec(decoder.decode(stderr)) ?? [];
  throw new Error(`Cannot find what "${entry}" imports: ${reason}`);
}
