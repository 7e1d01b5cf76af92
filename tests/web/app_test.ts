import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
// @ts-types="@types/pngjs"
import { PNG } from "pngjs";
import { catalog } from "tandem";
import { needs } from "../_permissions.ts";
import { runTask } from "../tasks/_task.ts";
import { endEpoch, saveConstantModel } from "./_runs.ts";
import { startServer } from "./_server.ts";

const ignore = !needs("read", "write", "run", "net") || Deno.build.os === "windows";

/** Serves a folder of two runs, of which only `old` has a model. */
async function served(use: (url: string, runs: string) => Promise<void>): Promise<void> {
  const runs = await Deno.makeTempDir();
  try {
    await endEpoch(`${runs}/old`, 0);
    await saveConstantModel(`${runs}/old/best`, 3);
    await endEpoch(`${runs}/new`, 0);
    await Deno.utime(`${runs}/old/metrics.jsonl`, 1, 1);
    await Deno.writeTextFile(`${runs}/latest`, "old\n");
    await using server = await startServer(runs);
    await use(server.url, runs);
  } finally {
    await Deno.remove(runs, { recursive: true });
  }
}

interface Answer {
  readonly class: number;
  readonly unsure: boolean;
  readonly pixels: readonly number[];
  readonly probabilities: readonly number[];
}

function picture(width = 40, height = 40): Uint8Array<ArrayBuffer> {
  const image = new PNG({ width, height });
  image.data.fill(255);
  image.data.fill(0, 4 * width * 20 + 80, 4 * width * 20 + 100);
  return new Uint8Array(PNG.sync.write(image));
}

function post(
  url: string,
  body: Uint8Array<ArrayBuffer>,
  type = "image/png",
): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": type }, body });
}

Deno.test({
  name: "serve lists runs, the newest first, draws their curves and asks their models",
  ignore,
  fn: () =>
    served(async (url, runs) => {
      assertEquals(await (await fetch(`${url}runs`)).json(), ["new", "old"]);
      const curves = await (await fetch(`${url}curves?run=old`)).text();
      assertEquals(curves.match(/<figure>/g)?.length, 1);
      const ask = async (): Promise<Answer> =>
        await (await post(`${url}classify?run=old`, picture())).json();
      const answer = await ask();
      assertEquals(answer.class, 3);
      assertEquals([answer.pixels.length, answer.unsure], [784, false]);
      assertEquals(answer.probabilities, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
      const blank = new Uint8Array(PNG.sync.write(new PNG({ width: 40, height: 40 })));
      const nothing = await (await post(`${url}classify?run=old`, blank)).json();
      assertEquals([nothing.class, nothing.unsure, nothing.probabilities], [null, true, []]);
      // A newer model takes the older one's place without a restart.
      await saveConstantModel(`${runs}/old/model`, 5);
      const later = Date.now() / 1000 + 60;
      await Deno.utime(`${runs}/old/model/model.json`, later, later);
      assertEquals((await ask()).class, 5);
    }),
});

Deno.test({
  name: "serve tells in an event that an epoch has ended, and does not trip over half a line",
  ignore,
  fn: () =>
    served(async (url, runs) => {
      const response = await fetch(`${url}events`);
      assertEquals(response.headers.get("content-type"), "text/event-stream");
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      const until = async (part: string): Promise<void> => {
        while (!text.includes(part)) {
          const { value, done } = await reader?.read() ?? { done: true };
          if (done) throw new Error(`The events ended after ${JSON.stringify(text)}`);
          text += value;
        }
      };
      await until("watching");
      assertEquals(text.includes("changed"), false);
      await endEpoch(`${runs}/new`, 1);
      await until("event: changed");
      await Deno.writeTextFile(`${runs}/new/metrics.jsonl`, '{"epoch":2,"lo', { append: true });
      const curves = await (await fetch(`${url}curves?run=new`)).text();
      assertEquals(curves.match(/aria-roledescription="point"/g)?.length, 4);
      await reader?.cancel();
    }),
});

Deno.test({
  name: "serve says what the classes of a run's data are called, and whether one can draw them",
  ignore,
  fn: () =>
    served(async (url, runs) => {
      const dataOf = async (run: string): Promise<unknown> =>
        await (await fetch(`${url}data?run=${run}`)).json();
      const { classNames } = catalog["fashion-mnist"];
      await endEpoch(`${runs}/clothes`, 0, "fashion-mnist");
      assertEquals(await dataOf("clothes"), { classNames, drawable: false });
      assertEquals(await dataOf("old"), {
        classNames: Array.from("0123456789"),
        drawable: true,
      });
      await Deno.writeTextFile(
        `${runs}/clothes/metrics.jsonl`,
        '{"epoch":0,"loss":1,"f1_9":1}\n',
      );
      const curves = await (await fetch(`${url}curves?run=clothes`)).text();
      assertStringIncludes(curves, 'aria-label="F1 of Ankle boot over the epochs"');
      // Of a run without its configuration nothing is known.
      await Deno.remove(`${runs}/old/config.json`);
      assertEquals(await dataOf("old"), { classNames: [], drawable: false });
      for (const run of ["clothes", "old"]) {
        const response = await post(`${url}classify?run=${run}`, picture());
        assertEquals(response.status, 409);
        const { error } = await response.json();
        assertEquals(
          error,
          `Cannot show a drawing to run "${run}": its data are not known to be handwritten digits`,
        );
      }
    }),
});

Deno.test({
  name: "serve says as JSON what it cannot do, and stays up",
  ignore,
  fn: () =>
    served(async (url, runs) => {
      await endEpoch(`${runs}/small`, 0);
      await saveConstantModel(`${runs}/small/model`, 0, 5);
      const header = picture();
      new DataView(header.buffer).setUint32(16, 200_000);
      const old = `${url}classify?run=old`;
      const mistakes: readonly (readonly [() => Promise<Response>, number, RegExp])[] = [
        [() => fetch(`${url}nothing`), 404, /Cannot find "\/nothing"/],
        [() => fetch(`${url}runs`, { method: "DELETE" }), 404, /Cannot find/],
        [() => fetch(`${url}curves?run=../old`), 404, /Cannot find run "..\/old"/],
        [() => fetch(`${url}curves`), 404, /Cannot find run ""/],
        [() => fetch(`${url}data?run=none`), 404, /Cannot find run "none"/],
        [() => post(old, picture(), "text/plain"), 415, /content-type image\/png/],
        [() => post(old, new Uint8Array(3)), 400, /expected a PNG picture/],
        [() => post(old, picture().slice(0, 60)), 400, /expected a PNG picture/],
        [() => post(old, header), 413, /200000 x 40/],
        [() => post(old, new Uint8Array(2 << 20)), 413, /at most 1048576 bytes/],
        [() => post(`${url}classify?run=new`, picture()), 409, /no model yet/],
        [() => post(`${url}classify?run=small`, picture()), 409, /expected inputs of 784 pixels/],
      ];
      for (const [request, status, message] of mistakes) {
        const response = await request();
        const { error } = await response.json();
        assertEquals([response.status, message.test(error)], [status, true], error);
      }
      assertEquals((await (await fetch(`${url}runs`)).json()).length, 3);
    }),
});

Deno.test({
  name: "serve answers under this machine's names alone, and its page loads nothing from elsewhere",
  ignore,
  fn: () =>
    served(async (url) => {
      const page = await fetch(url);
      assertMatch(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
      assertStringIncludes(await page.text(), "<!doctype html>");
      const { hostname, port } = new URL(url);
      using connection = await Deno.connect({ hostname, port: Number(port) });
      const request = "GET /runs HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n";
      await connection.write(new TextEncoder().encode(request));
      const chunk = new Uint8Array(1000);
      const size = await connection.read(chunk) ?? 0;
      assertMatch(new TextDecoder().decode(chunk.subarray(0, size)), /^HTTP\/1.1 421 /);
    }),
});

Deno.test({
  name: "serve says in one line that its port is taken",
  ignore,
  fn: () =>
    served(async (url, runs) => {
      const { port } = new URL(url);
      const { code, stderr } = await runTask("serve", "--runs", runs, "--port", port);
      assertEquals(code, 1);
      assertMatch(stderr, /^error: Cannot listen on port \d+: .*\n$/);
    }),
});

const MISTAKES: readonly (readonly [string, RegExp])[] = [
  ["--runs=none", /Cannot serve "none": expected a folder of runs/],
  ["--port=70000", /--port "70000": expected at most 65535/],
  ["--port=x", /--port/],
];

for (const [flag, expected] of MISTAKES) {
  Deno.test({
    name: `serve ${flag} says what is wrong in one line, and exits with 2`,
    ignore,
    fn: async () => {
      const { code, stderr } = await runTask("serve", flag);
      assertEquals(code, 2);
      assertMatch(stderr, expected);
      assertEquals(stderr.trimEnd().split("\n").length, 1);
    },
  });
}
