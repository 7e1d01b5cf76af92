import { assertEquals } from "@std/assert";
import { cacheDir } from "../../src/dataset/cache_dir.ts";

const CASES: readonly (readonly [os: string, env: Record<string, string>, expected: string])[] = [
  ["linux", { HOME: "/home/a" }, "/home/a/.cache/tandem/data"],
  ["linux", { HOME: "/home/a", XDG_CACHE_HOME: "/c" }, "/c/tandem/data"],
  ["linux", { HOME: "/home/a", XDG_CACHE_HOME: "" }, "/home/a/.cache/tandem/data"],
  ["darwin", { HOME: "/Users/a", XDG_CACHE_HOME: "/c" }, "/Users/a/Library/Caches/tandem/data"],
  ["windows", { LOCALAPPDATA: "C:\\L" }, "C:\\L/tandem/data"],
  ["linux", {}, "data"],
];

for (const [os, env, expected] of CASES) {
  Deno.test(`cacheDir() on ${os} with ${JSON.stringify(env)}`, () => {
    assertEquals(cacheDir({ os, env: (name) => env[name] }), expected);
  });
}
