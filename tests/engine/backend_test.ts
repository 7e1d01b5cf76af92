import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { fit, type TrainBeginEvent, useBackend } from "tandem";
import { currentBackend } from "../../src/engine/backend.ts";
import { needs } from "../_permissions.ts";

Deno.test({
  name: "importing the library changes nothing in tfjs, whose first tensor is made as before",
  ignore: !needs("run"),
  fn: async () => {
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--allow-read",
        new URL("./_import_process.ts", import.meta.url).href,
      ],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals(success, true, new TextDecoder().decode(stderr));
    const { before, after, first, current } = JSON.parse(
      new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "",
    );
    assertEquals(after, before);
    assertEquals([first, current], ["wasm", "cpu"]);
  },
});

Deno.test({
  name: "currentBackend() follows useBackend() and tfjs",
  ignore: !needs("read"),
  fn: async () => {
    for (const name of ["cpu", "wasm", "wasm-simd"] as const) {
      await useBackend(name);
      assertEquals(currentBackend(), name);
    }
    await tf.setBackend("cpu");
    assertEquals(currentBackend(), "cpu");
    await tf.setBackend("wasm");
    assertEquals(currentBackend(), "wasm-simd");
    await useBackend("wasm");
  },
});

Deno.test({
  name: "fit() trains on the backend that tfjs is set to: a convolution, after tfjs is set to cpu",
  ignore: !needs("read"),
  fn: async () => {
    for (const set of [() => useBackend("cpu"), () => tf.setBackend("cpu")]) {
      await useBackend("wasm");
      await set();
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [3, 3, 1] }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 1 }),
        ],
      });
      model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
      const began: (TrainBeginEvent)[] = [];
      const { epoch } = await fit(model, tf.ones([4, 3, 3, 1]), tf.ones([4, 1]), {
        workers: 1,
        onEvent: (event) => {
          if (event.type === "train-begin") began.push(event);
        },
      });
      assertEquals(epoch, [0]);
      assertEquals(began.map(({ backend }) => backend), ["cpu"]);
      tf.disposeVariables();
    }
  },
});
