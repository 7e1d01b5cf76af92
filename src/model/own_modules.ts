/**
 * Modules of one's own, which define what tfjs does not have: each thread that trains imports them. Importing one
 * registers its classes of layers; losses and metrics are told by the names that it exports them under.
 *
 * @module
 */
import type { Comparison, OwnFunction } from "./losses.ts";

/** A module as this thread has imported it. */
export interface OwnModule {
  readonly url: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Where every thread finds a function of one's own. */
export interface ExportedFunction {
  /** What its values are called. */
  readonly name: string;
  /** URL of the module. */
  readonly module: string;
  /** The name that the module exports it under. */
  readonly exported: string;
}

/** How the option is written, for messages. */
export const ADVICE = '[new URL("./my_module.ts", import.meta.url)]';

/**
 * Reads a list of modules.
 *
 * @param given URLs, or their text.
 * @returns The text of each.
 * @throws {TypeError} If it is no list, or something in it is no absolute URL, or the program itself.
 */
export function moduleUrls(given: readonly (URL | string)[] | undefined): string[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.map(absoluteUrl);
  throw new TypeError(`Cannot import modules: expected a list of URLs, such as ${ADVICE}`);
}

function absoluteUrl(given: unknown): string {
  const text = given instanceof URL ? given.href : given;
  if (typeof text !== "string") {
    throw new TypeError(`Cannot import a module: expected a URL or its text, got ${typeof given}`);
  }
  const url = URL.parse(text)?.href;
  if (url === undefined) {
    const file = text.startsWith(".") ? text : "./my_module.ts";
    throw new TypeError(
      `Cannot import module "${text}": expected an absolute URL, such as ` +
        `new URL("${file}", import.meta.url) or import.meta.resolve("${file}")`,
    );
  }
  if (url !== Deno.mainModule) return url;
  throw new TypeError(
    `Cannot import module "${url}": it is the program itself, which every worker would run; ` +
      "move what workers need into a module of its own",
  );
}

/**
 * Imports modules, one after another.
 *
 * @param urls Their URLs.
 * @returns The modules.
 * @throws {TypeError} If one cannot be imported.
 */
export async function importModules(urls: readonly string[]): Promise<OwnModule[]> {
  const modules: OwnModule[] = [];
  for (const url of urls) {
    try {
      modules.push({ url, exports: await import(url) });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split("\n", 1)[0] : cause;
      throw new TypeError(`Cannot import module "${shorten(url)}": ${reason}`, { cause });
    }
  }
  return modules;
}

/**
 * Finds out which module exports a function.
 *
 * @param kind What the function is, for the message: a loss or a metric.
 * @param own The function.
 * @param modules The modules.
 * @returns Where it is found.
 * @throws {TypeError} If no module exports it.
 */
export function exportOf(
  kind: string,
  { name, compute }: OwnFunction,
  modules: readonly OwnModule[],
): ExportedFunction {
  for (const { url: module, exports } of modules) {
    const exported = Object.keys(exports).find((key) => exports[key] === compute);
    if (exported !== undefined) return { name, module, exported };
  }
  const action = `Cannot use ${kind} "${name}"`;
  if (modules.length === 0) {
    throw new TypeError(
      `${action}, a function of one's own: pass the module that exports it as options.modules, ` +
        `such as ${ADVICE}`,
    );
  }
  const found = modules.map(({ url, exports }) =>
    `"${shorten(url)}" exports ${Object.keys(exports).join(", ") || "nothing"}`
  );
  throw new TypeError(
    `${action}: expected a function that one of options.modules exports; ${found.join("; ")}`,
  );
}

/**
 * Finds a function in the module that exports it.
 *
 * @param reference Where it is.
 * @param modules The modules.
 * @returns The function.
 * @throws {TypeError} If it is not there.
 */
export function ownFunctionOf(
  { name, module, exported }: ExportedFunction,
  modules: readonly OwnModule[],
): OwnFunction {
  const compute = modules.find(({ url }) => url === module)?.exports[exported];
  if (typeof compute === "function") return { name, compute: compute as Comparison };
  throw new TypeError(
    `Cannot use function "${exported}" of module "${shorten(module)}": ` +
      "on a worker the module does not export it",
  );
}

/** A URL that fits into a message: one of data has the whole module in it. */
function shorten(url: string): string {
  return url.length > 200 ? `${url.slice(0, 40)}...` : url;
}
