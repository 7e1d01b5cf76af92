/** Runs fetchVerified() in a process of its own: DIR and FILES (JSON) and the mirror's URL as arguments. */

import { fetchVerified } from "../../src/dataset/download.ts";

const [dir = "", files = "[]", base = ""] = Deno.args;
const { downloaded } = await fetchVerified({
  dir,
  files: JSON.parse(files),
  sources: [{ kind: "http", base }],
});
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(downloaded)));
