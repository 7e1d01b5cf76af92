/** Holds the lock of DIR: writes "locked" once it has it, releases it when its input ends. */

import { lockFolder } from "../../src/files/lock_folder.ts";

await using _lock = await lockFolder(Deno.args[0] ?? "");
await Deno.stdout.write(new TextEncoder().encode("locked"));
await Array.fromAsync(Deno.stdin.readable);
