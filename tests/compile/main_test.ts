import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { needs } from "../_permissions.ts";
import { tandem } from "../../tasks/main.ts";

const MAIN = new URL("../../tasks/main.ts", import.meta.url).pathname;

async function run(...args: string[]): Promise<string> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", MAIN, ...args],
  }).output();
  assertEquals(code, 0);
  return new TextDecoder().decode(stdout);
}

Deno.test("tandem names the nearest command where it does not know one", async () => {
  await assertRejects(() => tandem(["trian"]), Error, 'did you mean "train"?');
  await assertRejects(() => tandem(["toString"]), Error, 'Unknown command "toString"');
});

Deno.test({
  name: "tandem lists its commands without one, and gives each its flags",
  ignore: !needs("read", "run"),
  fn: async () => {
    assertMatch(await run(), /tandem COMMAND \[flags\]/);
    assertEquals(await run(), await run("--help"));
    assertMatch(
      await run("--version"),
      /^tandem \d+\.\d+\.\d+ \(Deno .*, TensorFlow\.js 4\..*\)\n$/,
    );
    assertMatch(await run("train", "--help"), /--learning-rate/);
  },
});

Deno.test({
  name: "tandem gives up what a command does not need before it runs",
  ignore: !needs("read", "run"),
  fn: async () => {
    const script = `
      const { tandem } = await import(${JSON.stringify(`file://${MAIN}`)});
      await tandem(["predict", "--help"]);
      const names = ["read", "write", "net", "env", "ffi", "run"];
      const states = names.map((name) => Deno.permissions.querySync({ name }).state);
      console.log(states.join());
    `;
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", script] }).output();
    const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1);
    assertEquals(last, "granted,granted,prompt,prompt,prompt,prompt");
  },
});
