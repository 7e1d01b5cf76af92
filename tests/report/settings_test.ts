import { assertEquals } from "@std/assert";
import { resolveConfig } from "../../src/config/resolve.ts";
import { settingsOf } from "../../src/report/settings.ts";

Deno.test("settingsOf() gives every choice of a run in words", () => {
  const value = {
    earlyStopping: { patience: 3 },
    classWeight: { 3: 2, 7: 0.5 },
    metrics: ["accuracy", "top5"],
  };
  const config = resolveConfig({ file: { path: "run.json", value } });
  const settings = new Map(settingsOf(config));
  assertEquals(settings.size, Object.keys(config).length);
  const shown = {
    "output activation": "softmax",
    "hidden": "500, 250, 100",
    "metrics": "accuracy, top5",
    "limit train": "none",
    "batch norm": "no",
    "optimizer": "adam, learning rate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7",
    "schedule": "constant",
    "class weight": "3=2, 7=0.5",
    "early stopping": "patience 3, min delta 0, restore best no, start from epoch 0, baseline none",
  };
  for (const [name, text] of Object.entries(shown)) assertEquals(settings.get(name), text);
  for (const text of settings.values()) assertEquals(/[{}[\]"]/.test(text), false, text);
});
