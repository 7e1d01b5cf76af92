/**
 * Circles among imports.
 *
 * @module
 */

/** The files that each file imports, for their types alone or not. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * Finds files that import themselves by way of others. A file that lies on a circle found before has no other one.
 *
 * @param imports What each file imports.
 * @returns The circles, each from the first of its files, in the order of their names, back to the same.
 */
export function circlesOf(imports: Imports): string[][] {
  const circles: string[][] = [];
  const known = new Set<string>();
  for (const file of [...imports.keys()].toSorted()) {
    if (known.has(file)) continue;
    const circle = wayBack(file, imports);
    if (!circle) continue;
    circles.push(circle);
    for (const each of circle) known.add(each);
  }
  return circles;
}

/** The shortest way from a file over its imports back to itself. */
function wayBack(file: string, imports: Imports): string[] | undefined {
  const seen = new Set<string>();
  let ways: string[][] = [[file]];
  while (ways.length > 0) {
    const next: string[][] = [];
    for (const way of ways) {
      for (const to of imports.get(way.at(-1) ?? "") ?? []) {
        if (to === file) return [...way, file];
        if (seen.has(to)) continue;
        seen.add(to);
        next.push([...way, to]);
      }
    }
    ways = next;
  }
  return undefined;
}
