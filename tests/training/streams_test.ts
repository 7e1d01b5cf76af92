import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { fit, type StreamedBatch, type TrainEvent } from "tandem";
import { testOn, unitModel } from "./_models.ts";

/** Batches of two samples: 1 and 2, 3 and 4 and so on. */
async function* batches(count = Infinity): AsyncGenerator<StreamedBatch> {
  for (let i = 0; i < count; i++) {
    await Promise.resolve();
    yield [[2 * i + 1, 2 * i + 2], [0, 0]];
  }
}

/** A tf.data set of the samples 1, 2, 3, 4, in batches of two. */
function dataset(): tf.data.Dataset<tf.TensorContainer> {
  const xs = tf.data.array([[1], [2], [3], [4]]);
  return tf.data.zip({ xs, ys: tf.data.array([[0], [0], [0], [0]]) }).batch(2);
}

const LOSS = (1 + 4 + 9 + 16) / 4;

testOn(
  "cpu",
  "fit() validates on a stream or a tf.data set, as model.fitDataset does",
  async () => {
    const theirs = await unitModel().fitDataset(dataset() as tf.data.Dataset<never>, {
      epochs: 2,
      validationData: dataset() as tf.data.Dataset<never>,
      verbose: 0,
    });
    assertEquals(theirs.history["val_loss"]?.map(Number), [LOSS, LOSS]);
    for (const validationData of [dataset(), batches(2), () => batches(2)]) {
      for (const train of [() => batches(3), dataset()]) {
        const { history } = await fit(unitModel(), train, { epochs: 2, validationData });
        assertEquals(history["val_loss"], [LOSS, LOSS]);
        if (validationData instanceof Object && Symbol.asyncIterator in validationData) break;
      }
    }
    const { history } = await fit(unitModel(), [1], [0], { validationData: dataset() });
    assertEquals(history["val_loss"], [LOSS]);
  },
);

testOn("cpu", "a stream without end validates by the batches that are asked for", async () => {
  const { history } = await fit(unitModel(), [1], [0], {
    validationData: batches(),
    validationBatches: 2,
  });
  assertEquals(history["val_loss"], [LOSS]);
  await assertRejects(
    () => fit(unitModel(), [1], [0], { validationData: dataset().repeat() }),
    RangeError,
    "Cannot validate on a stream without end: expected validationBatches",
  );
  await assertRejects(
    () => fit(unitModel(), [1], [0], { validationData: batches(0) }),
    RangeError,
    "Cannot validate: the stream gives no batch",
  );
});

testOn(
  "cpu",
  "a stream that validates may weigh its samples, and must keep their shape",
  async () => {
    const { history } = await fit(unitModel(), [1], [0], {
      async *validationData(): AsyncGenerator<StreamedBatch> {
        yield { xs: await Promise.resolve([1, 2]), ys: [0, 0], sampleWeight: [1, 0] };
        yield { xs: [3], ys: [0] };
      },
    });
    assertAlmostEquals(history["val_loss"]?.[0] ?? NaN, (1 + 0 + 9) / 3, 1e-6);
    const layer = tf.layers.globalAveragePooling1d({ inputShape: [null as unknown as number, 1] });
    const model = tf.sequential({ layers: [layer] });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await assertRejects(
      () =>
        fit(model, tf.ones([1, 2, 1]), tf.ones([1, 1]), {
          async *validationData(): AsyncGenerator<StreamedBatch> {
            yield [await Promise.resolve(tf.ones([1, 2, 1])), tf.ones([1, 1])];
            yield [tf.ones([1, 3, 1]), tf.ones([1, 1])];
          },
        }),
      TypeError,
      "expected shape [2,1], got [3,1]",
    );
  },
);

testOn(
  "cpu",
  "batchesPerEpoch ends an epoch of a stream without end, as stepsPerEpoch does",
  async () => {
    for (const option of ["batchesPerEpoch", "stepsPerEpoch"] as const) {
      const { epoch, history } = await fit(unitModel(), batches(), { epochs: 2, [option]: 2 });
      assertEquals(epoch, [0, 1]);
      assertEquals(history["loss"], [LOSS, (25 + 36 + 49 + 64) / 4]);
    }
    await assertRejects(
      () => fit(unitModel(), batches(), { batchesPerEpoch: 2, stepsPerEpoch: 3 }),
      TypeError,
      "stepsPerEpoch 3 and batchesPerEpoch 2: expected one of them",
    );
  },
);

testOn(
  "cpu",
  "a stream that runs out ends training with what there was, and a warning",
  async () => {
    for (const [count, epochs] of [[5, [0, 1, 2]], [4, [0, 1]]] as const) {
      const events: TrainEvent[] = [];
      const { epoch } = await fit(unitModel(), batches(count), {
        epochs: 9,
        batchesPerEpoch: 2,
        validationData: [[1], [0]],
        onEvent: (event) => events.push(event),
      });
      assertEquals(epoch, [...epochs]);
      assertEquals(events.filter(({ type }) => type === "warning"), [{
        type: "warning",
        message: `The stream ended after step ${
          count % 2
        } of 2 in epoch 3 of 9: training ends there`,
      }]);
      assertEquals(events.at(-1)?.type, "train-end");
    }
  },
);

testOn("cpu", "weights of classes weigh a stream's batches, and not what validates", async () => {
  const { history } = await fit(unitModel(), batches(2), {
    classWeight: { 0: 3 },
    validationData: batches(2),
  });
  assertEquals([history["loss"], history["val_loss"]], [[3 * LOSS], [LOSS]]);
});
