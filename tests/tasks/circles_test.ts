import { assertEquals, assertStringIncludes } from "@std/assert";
import { circlesOf } from "../../tasks/_circles.ts";
import { needs } from "../_permissions.ts";

Deno.test("circlesOf() finds no circle where all imports lead on", () => {
  assertEquals(circlesOf(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]])), []);
});

Deno.test("circlesOf() gives the shortest way back of each file, unless a circle before has it", () => {
  const imports = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", ["d"]],
    ["d", ["b"]],
    ["e", ["e"]],
  ]);
  assertEquals(circlesOf(imports), [["b", "d", "b"], ["c", "d", "b", "c"], ["e", "e"]]);
});

Deno.test({
  name:
    "the check of the layers refuses a circle of types, a later room, and a file that nothing needs",
  ignore: !needs("read", "write", "run"),
  fn: async () => {
    const folder = await Deno.realPath(await Deno.makeTempDir());
    try {
      const files = {
        "deno.json": "{}",
        "docs/architecture.md": "Rooms:\n\n    early -> late -> tasks\n",
        "mod.ts": 'export * from "./src/late/a.ts";\nexport * from "./src/early/c.ts";\n',
        "src/late/a.ts": 'import type { B } from "./b.ts";\nexport type A = B | null;\n',
        "src/late/b.ts": 'import type { A } from "./a.ts";\nexport type B = A | number;\n',
        "src/early/c.ts": 'import type { A } from "../late/a.ts";\nexport type C = A;\n',
        "src/early/dead.ts": "export const dead = true;\n",
      };
      for (const room of ["docs", "src/late", "src/early"]) {
        await Deno.mkdir(`${folder}/${room}`, { recursive: true });
      }
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${folder}/${name}`, text);
      }
      const script = new URL("../../tasks/check_layers.ts", import.meta.url);
      const config = new URL("../../deno.json", import.meta.url);
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--allow-read", "--allow-run", "--config", config, script]
          .map((arg) => arg instanceof URL ? arg.pathname : arg),
        cwd: folder,
        env: { NO_COLOR: "1" },
      }).output();
      const said = new TextDecoder().decode(stderr);
      assertEquals(code, 1, said);
      for (
        const line of [
          "src/late/a.ts -> src/late/b.ts -> src/late/a.ts: must not go in a circle",
          'src/early/c.ts: must not import "src/late/a.ts", which comes after it',
          "src/early/dead.ts: nothing imports it",
        ]
      ) assertStringIncludes(said, line);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
