import * as tf from "@tensorflow/tfjs";
import {
  assertAlmostEquals,
  assertEquals,
  assertGreater,
  assertLess,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import {
  type AugmentConfig,
  type Checkpoint,
  createDataset,
  createMlp,
  type Dataset,
  evaluate,
  fit,
  type FitOptions,
  type LayersModel,
  type StreamedBatch,
} from "tandem";
import { relativeDistance } from "../_fixtures.ts";
import { flatWeights } from "../parallel/_data_parallel.ts";
import { testOn } from "./_models.ts";

const [SAMPLES, BATCH, SIDE, CLASSES] = [30, 8, 7, 3];
const SGD = { name: "sgd", learningRate: 0.1 } as const;
const NOTHING = { shift: 0, rotate: 0, scale: 0, elastic: 0 };

/** Images of a few bright strokes. */
function images(shape: readonly number[], whole = true): Dataset {
  const size = shape.reduce((a, b) => a * b);
  const bytes = Uint8Array.from({ length: SAMPLES * size }, (_, i) => i * i % 7 === 1 ? 255 : 0);
  const inputs = whole
    ? { data: bytes, shape, scale: 1 / 255 }
    : { data: Float32Array.from(bytes, (byte) => byte / 255), shape };
  const labels = Uint8Array.from({ length: SAMPLES }, (_, i) => i % CLASSES);
  return createDataset({ inputs, targets: { data: labels, shape: [] }, classes: CLASSES });
}

function linear(inputSize: number): LayersModel {
  return createMlp({ inputSize, hidden: [], outputSize: CLASSES });
}

/** Weights after some steps on images that are augmented. */
async function trained(data: Dataset, options: FitOptions = {}): Promise<Float32Array> {
  const model = linear(data.inputs.data.length / data.size);
  await fit(model, data, { batchSize: BATCH, epochs: 2, optimizer: SGD, augment: {}, ...options });
  const weights = flatWeights(model);
  model.dispose();
  return weights;
}

testOn(
  "wasm",
  "augmented samples depend neither on workers nor on how steps are made",
  async () => {
    const data = images([SIDE, SIDE]);
    const alone = await trained(data, { workers: 1 });
    assertEquals(await trained(data, { workers: 1, eager: true }), alone);
    // The thread that calls.
    assertEquals(await trained(data), alone);
    // Sums in another order: rounding of float32.
    assertLess(relativeDistance(await trained(data, { workers: 3 }), alone), 1e-5);
    assertGreater(relativeDistance(await trained(data, { augment: NOTHING }), alone), 1e-3);
    assertGreater(relativeDistance(await trained(data, { seed: 2 }), alone), 1e-3);
  },
);

testOn(
  "cpu",
  "augmentation by nothing is none, for bytes and floats, grey and in colours",
  async () => {
    for (const shape of [[SIDE, SIDE], [SIDE, SIDE, 2]]) {
      for (const whole of [true, false]) {
        const data = images(shape, whole);
        const plain = await trained(data, { augment: undefined });
        assertEquals(await trained(data, { augment: NOTHING }), plain);
        assertNotEquals(await trained(data), plain);
      }
    }
  },
);

testOn("cpu", "a stream of batches is augmented as the same samples at once", async () => {
  const data = images([SIDE, SIDE], false);
  const { inputs, targets } = data;
  async function* batches(): AsyncGenerator<StreamedBatch> {
    for (let start = 0; start < SAMPLES; start += BATCH) {
      const end = Math.min(start + BATCH, SAMPLES);
      const pixels = inputs.data.subarray(start * SIDE ** 2, end * SIDE ** 2);
      await Promise.resolve();
      yield [
        tf.tensor3d(Float32Array.from(pixels), [end - start, SIDE, SIDE]),
        tf.oneHot(tf.tensor1d([...targets.data.subarray(start, end)], "int32"), CLASSES),
      ];
    }
  }
  const expected = await trained(data, { shuffle: false });
  const model = linear(SIDE ** 2);
  await fit(model, batches, { epochs: 2, optimizer: SGD, augment: {} });
  assertEquals(flatWeights(model), expected);
  model.dispose();
});

testOn("cpu", "every epoch is augmented anew, and validation not at all", async () => {
  const data = images([SIDE, SIDE]);
  const model = linear(SIDE ** 2);
  const { history } = await fit(model, data, {
    epochs: 3,
    optimizer: { name: "sgd", learningRate: 0 },
    augment: { elastic: 2 },
    validationData: data,
  });
  const { loss } = evaluate(model, data);
  for (const value of history["val_loss"] ?? []) assertAlmostEquals(value, loss, 1e-6);
  assertEquals(new Set(history["loss"]).size, 3);
  model.dispose();
});

testOn(
  "cpu",
  "training that goes on from a checkpoint sees the images that it would have",
  async () => {
    const data = images([SIDE, SIDE]);
    const checkpoints: Checkpoint[] = [];
    const onCheckpoint = (each: Checkpoint): void => void checkpoints.push(each);
    const whole = await trained(data, { onCheckpoint });
    assertEquals(await trained(data, { resume: checkpoints[0] }), whole);
  },
);

const REFUSED: readonly (readonly [AugmentConfig, readonly number[], string])[] = [
  [{}, [49], "Cannot augment inputs of shape [49]: expected images, [height, width] or"],
  [{}, [7, 1, 7, 1], "Cannot augment inputs of shape [7,1,7,1]: expected images"],
  [{ scale: 1 }, [7, 7], "Cannot augment with scale 1: expected a number from 0 to below 1"],
  [{ shift: -1 }, [7, 7], "Cannot augment with shift -1: expected a number, 0 or more"],
  [{ rotat: 1 } as AugmentConfig, [7, 7], 'Cannot augment with "rotat": did you mean "rotate"?'],
];

testOn("cpu", "what cannot be augmented is refused in one line", async () => {
  for (const [augment, shape, message] of REFUSED) {
    await assertRejects(() => trained(images(shape), { augment }), Error, message);
  }
});
