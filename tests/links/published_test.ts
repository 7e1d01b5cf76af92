import { assertEquals, assertMatch } from "@std/assert";
import { existsSync } from "@std/fs/exists";
import { cp } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeDenoDir, runDeno } from "../_deno.ts";
import { needs } from "../_permissions.ts";
import { temporaryFolder } from "../dataset/_idx_files.ts";
import { decode } from "../tasks/_task.ts";
import { serveRegistry } from "./_registry.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const may = needs("read", "write", "net", "run");
/** A deno and the runtime of the same version, where the machine has them. */
const [DENO, DENORT] = may ? [Deno.env.get("DENO_COMPILE"), Deno.env.get("DENORT_BIN")] : [];
const compiles = Boolean(DENO && DENORT);

/** Copies the project without links/. */
async function copyWithoutLinks(project: string): Promise<void> {
  for (const name of ["mod.ts", "deno.lock", "src", "bench", "tasks", "tests"]) {
    await cp(`${ROOT}${name}`, `${project}/${name}`, { recursive: true });
  }
  const { links: _, ...config } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  await Deno.writeTextFile(`${project}/deno.json`, JSON.stringify(config));
}

Deno.test({
  name: "without links/ the project takes the same packages from JSR",
  ignore: !may || !existsSync(`${ROOT}links`),
  fn: async (t) => {
    await using registry = await serveRegistry();
    await using folder = await temporaryFolder();
    const [project, cache] = [`${folder.path}/project`, `${folder.path}/cache`];
    await Deno.mkdir(project);
    await copyWithoutLinks(project);
    await makeDenoDir(cache);
    const run = async (...args: string[]): Promise<string> => {
      const env = { DENO_DIR: cache, JSR_URL: registry.url };
      const { code, stdout, stderr } = await runDeno(args, { cwd: project, env });
      assertEquals(code, 0, stderr);
      return stdout;
    };
    await t.step("deno check finds the types", async () => {
      await run("check", "tasks/_command.ts", "tests/links/fs_test.ts");
      const asked = [...registry.requests].join("\n");
      for (const file of ["assert/.*/mod", "cli/.*/parse_args", "fs/.*/exists"]) {
        assertMatch(asked, new RegExp(`^/@std/${file}\\.ts$`, "m"));
      }
    });
    await t.step("a command runs", async () => {
      assertMatch(await run("run", "--allow-read", "tasks/train.ts", "--help"), /--learning-rate/);
    });
    await t.step("a test runs", async () => {
      assertMatch(await run("test", "--no-check", "tests/links/parse_args_test.ts"), /\| 0 failed/);
    });
    await t.step({
      name: "the commands are bundled",
      ignore: compiles,
      fn: async () => {
        await Deno.mkdir(`${project}/bundle`);
        const module = pathToFileURL(`${project}/tasks/_bundle.ts`);
        await run("eval", `import { bundleCommands } from "${module}"; bundleCommands("bundle");`);
        const bundled = await run("run", "--no-config", "bundle/main.js", "train", "--help");
        assertMatch(bundled, /--learning-rate/);
      },
    });
    await t.step({
      name: "the program is compiled",
      ignore: !compiles,
      fn: async () => {
        await run("task", "compile", "--out", "program", "--deno", DENO ?? "");
        const program = new Deno.Command(`${project}/program`, { args: ["train", "--help"] });
        assertMatch(decode(await program.output()).stdout, /--learning-rate/);
      },
    });
  },
});
