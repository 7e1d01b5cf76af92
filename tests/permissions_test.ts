import { needs } from "./_permissions.ts";

// Shown by a plain `deno test`, which grants nothing.
if (!needs("read", "write", "net", "run")) {
  Deno.test.ignore(
    'tests that need permissions are ignored: "deno task test" runs them all',
    () => {},
  );
}
