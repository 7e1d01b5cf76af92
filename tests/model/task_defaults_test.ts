import { assertEquals } from "@std/assert";
import { ACTIVATIONS, createMlp, LOSSES, useBackend } from "tandem";
import {
  defaultsOf,
  fittingActivations,
  fittingLosses,
  TASK_DEFAULTS,
} from "../../src/model/task_defaults.ts";

Deno.test("defaultsOf() gives outputs, activation, loss and metrics of each task", () => {
  assertEquals(defaultsOf({ kind: "classification", classNames: ["cat", "dog", "hen"] }), {
    outputSize: 3,
    outputActivation: "softmax",
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  assertEquals(defaultsOf({ kind: "binary", classNames: ["ham", "spam"] }), {
    outputSize: 1,
    outputActivation: "sigmoid",
    loss: "binaryCrossentropy",
    metrics: ["accuracy", "auc"],
  });
  assertEquals(defaultsOf({ kind: "multi-label", labels: ["red", "round"] }), {
    outputSize: 2,
    outputActivation: "sigmoid",
    loss: "binaryCrossentropy",
    metrics: ["binaryAccuracy", "auc"],
  });
  assertEquals(defaultsOf({ kind: "regression", outputs: ["price"] }), {
    outputSize: 1,
    outputActivation: "linear",
    loss: "meanSquaredError",
    metrics: ["r2", "meanAbsoluteError", "rootMeanSquaredError"],
  });
});

Deno.test("each task's activation is the one that its loss would choose", () => {
  const kinds = ["classification", "binary", "multi-label", "regression"] as const;
  for (const kind of kinds) {
    const { loss, outputActivation } = TASK_DEFAULTS[kind];
    assertEquals(fittingActivations(kind, loss)[0], outputActivation);
    assertEquals(fittingLosses(kind).includes(loss), true, kind);
    for (const each of LOSSES) {
      for (const name of fittingActivations(kind, each)) {
        assertEquals(ACTIVATIONS.includes(name), true, name);
      }
    }
  }
});

Deno.test("fittingActivations() begins by the task where the loss leaves it open", () => {
  assertEquals(fittingActivations("classification", "meanSquaredError")[0], "sigmoid");
  assertEquals(fittingActivations("multi-label", "meanSquaredError")[0], "sigmoid");
  assertEquals(fittingActivations("regression", "meanSquaredError")[0], "linear");
  assertEquals(fittingActivations("classification", "huber")[0], "linear");
});

Deno.test("a yes or a no of its own is no softmax, and no loss of classes that exclude each other", () => {
  for (const kind of ["binary", "multi-label"] as const) {
    assertEquals(fittingActivations(kind, "binaryCrossentropy"), ["sigmoid"]);
    assertEquals(fittingActivations(kind, "hinge")[0], "sigmoid");
    for (const loss of fittingLosses(kind)) {
      assertEquals(fittingActivations(kind, loss)[0] === "softmax", false, loss);
    }
    const losses = fittingLosses(kind);
    assertEquals(losses.includes("categoricalCrossentropy"), false);
    assertEquals(losses.includes("sparseCategoricalCrossentropy"), false);
    assertEquals(losses.includes("meanSquaredError"), true);
  }
  assertEquals(fittingLosses("classification"), LOSSES);
  const regression = fittingLosses("regression");
  assertEquals(
    ["huber", "poisson", "binaryCrossentropy", "hinge"].map((loss) =>
      regression.some((fitting) => fitting === loss)
    ),
    [true, true, false, false],
  );
});

Deno.test("createMlp() is a classifier where nothing is said", async () => {
  await useBackend("cpu");
  const model = createMlp({ inputSize: 2, hidden: [], outputSize: 3 });
  const { loss, metrics } = TASK_DEFAULTS.classification;
  assertEquals([model.loss, model.metrics], [loss, [...metrics]]);
  assertEquals(model.layers[0]?.getConfig()["activation"], "softmax");
  model.dispose();
});
