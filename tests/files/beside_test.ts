import { assertEquals, assertRejects } from "@std/assert";
import { readBeside } from "../../src/files/beside.ts";
import { needs } from "../_permissions.ts";

Deno.test({
  name: "readBeside() reads a file from disk",
  ignore: !needs("read"),
  fn: async () => {
    const text = new TextDecoder().decode(await readBeside(new URL(import.meta.url)));
    assertEquals(text.split("\n")[0], 'import { assertEquals, assertRejects } from "@std/assert";');
  },
});

Deno.test({
  name: "readBeside() reads a file from a server, and refuses what is not there",
  ignore: !needs("net"),
  fn: async () => {
    await using server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      ({ url }) => new Response("bytes", { status: url.endsWith("/file") ? 200 : 404 }),
    );
    const base = `http://127.0.0.1:${server.addr.port}`;
    assertEquals(await readBeside(new URL(`${base}/file`)), new TextEncoder().encode("bytes"));
    await assertRejects(
      () => readBeside(new URL(`${base}/none`)),
      Error,
      `Cannot read "${base}/none": the server answered 404`,
    );
  },
});
