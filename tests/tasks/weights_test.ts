import { assertEquals } from "@std/assert";
import { sha256 } from "../../src/dataset/digest.ts";
import { needs } from "../_permissions.ts";
import { runTask } from "./_task.ts";

/** Of the weights that an epoch of the default network ends with; the bits of "wasm-simd" are those of every machine. */
const WEIGHTS = "245fb0b5df65ea1d0055333e5758511b0b6c0cbd89f80278edfe25e71faaa94d";

Deno.test({
  name: "an epoch of the default network on two workers ends with the weights that it always did",
  ignore: !needs("read", "write", "run"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const flags = ["--backend=wasm-simd", "--workers=2", "--epochs=1", "--out", `${folder}/run`];
      const { code, stderr } = await runTask("train", ...flags);
      assertEquals(code, 0, stderr);
      assertEquals(await sha256(await Deno.readFile(`${folder}/run/model/weights.bin`)), WEIGHTS);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
