import { assertRejects, assertThrows } from "@std/assert";
import {
  createDataset,
  createMetric,
  createMlp,
  downloadDataset,
  evaluate,
  evaluateClasses,
  evaluateOnWorkers,
  fit,
  type FitOptions,
  loadDataset,
  useBackend,
} from "tandem";
import { needs } from "../_permissions.ts";
import { unitModel } from "./_models.ts";

const MISSPELT: readonly (readonly [object, string])[] = [
  [{ epoch: 5 }, 'Cannot train with "epoch": did you mean "epochs"?'],
  [{ batchsize: 5 }, 'Cannot train with "batchsize": did you mean "batchSize"?'],
  [{ validation_split: 0.1 }, 'Cannot train with "validation_split": did you mean'],
  [{ call_backs: undefined }, 'Cannot train with "call_backs": did you mean "callbacks"?'],
  [{ earlyStopping: { patiance: 1, monitor: "loss" } }, 'did you mean "patience"?'],
  [{ reduceOnPlateau: { cool_down: 1, monitor: "loss" } }, 'did you mean "cooldown"?'],
  [{ keepBest: { moniter: "loss", save: () => {} } }, 'did you mean "monitor"?'],
  [{ schedule: { name: "cosine", decay_steps: 1 } }, 'did you mean "decaySteps"?'],
  [{ optimizer: { name: "adam", lr: 1 } }, 'Cannot use optimizer "adam" with "lr": did you mean'],
];

Deno.test({
  name: "options that are misspelt are refused with the nearest name",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("cpu");
    const model = unitModel();
    for (const [options, message] of MISSPELT) {
      await assertRejects(() => fit(model, [1], [1], options as FitOptions), TypeError, message);
    }
    const dataset = createDataset({
      inputs: { data: Float32Array.of(1), shape: [1] },
      targets: { data: Uint8Array.of(1), shape: [] },
      classes: 2,
    });
    const wrong = { batch_size: 1 } as object;
    const message = 'Cannot evaluate with "batch_size": did you mean "batchSize"?';
    assertThrows(() => evaluate(model, [1], [1], wrong), TypeError, message);
    assertThrows(() => evaluate(model, dataset, wrong), TypeError, message);
    assertThrows(() => evaluateClasses(model, dataset, wrong), TypeError, message);
    await assertRejects(
      () => evaluateOnWorkers(model, dataset, { worker: 1 } as object),
      TypeError,
      'Cannot evaluate with "worker": did you mean "workers"?',
    );
    const sizes = { inputSize: 1, hidden: [], outputSize: 1 };
    assertThrows(
      () => createMlp({ ...sizes, ...{ drop_out: 0.1 } }),
      TypeError,
      'Cannot build a perceptron with "drop_out": did you mean "dropout"?',
    );
    assertThrows(
      () => createMetric("f1", { outputShape: [1], loss: "huber", ...{ classnames: [] } }),
      TypeError,
      'did you mean "classNames"?',
    );
    model.dispose();
  },
});

Deno.test("misspelt options of data sets are refused before anything is read", async () => {
  const init = { data: Uint8Array.of(1), shape: [] };
  assertThrows(
    () => createDataset({ inputs: init, targets: init, ...{ clases: 2 } }),
    TypeError,
    'Cannot create data set with "clases": did you mean "classes"?',
  );
  assertThrows(
    () => createDataset({ inputs: { ...init, ...{ scales: 2 } }, targets: init }),
    TypeError,
    'did you mean "scale"?',
  );
  const wrong = { directory: "x" } as object;
  await assertRejects(() => loadDataset("mnist", wrong), TypeError, 'did you mean "dir"?');
  await assertRejects(() => downloadDataset("mnist", wrong), TypeError, 'did you mean "dir"?');
});

Deno.test({
  name: "fit() takes the options of model.fit that mean nothing here",
  ignore: !needs("read"),
  fn: async () => {
    await useBackend("cpu");
    const model = unitModel();
    await fit(model, [1], [1], { verbose: 1, yieldEvery: "auto", validationBatchSize: 3 });
    model.dispose();
  },
});
