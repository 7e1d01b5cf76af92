import { assertLess } from "@std/assert";
import { createMlp, fit, useBackend } from "tandem";
import { randomDataset } from "../_fixtures.ts";
import { needs } from "../_permissions.ts";

Deno.test({
  name: "resident memory grows by less than a tenth after the first of 3 epochs",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("wasm");
    const model = createMlp({ inputSize: 784, hidden: [500, 250, 100], outputSize: 10 });
    const resident: number[] = [];
    await fit(model, randomDataset(60_000, 784, 10), {
      epochs: 3,
      batchSize: 1000,
      workers: 2,
      onEvent: ({ type }) => {
        if (type === "epoch") resident.push(Deno.memoryUsage().rss);
      },
    });
    const [first = NaN, , third = NaN] = resident;
    assertLess(third, first * 1.1);
    model.dispose();
  },
});
