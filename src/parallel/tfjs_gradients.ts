/**
 * Gradients by tfjs: the model is built again in this thread, and tfjs's tape runs it backwards.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { SampleSet } from "../dataset/sample_set.ts";
import { type BackendName, useBackend } from "../engine/backend.ts";
import { readTensor } from "../engine/tensors.ts";
import { batchGatherer, sampleShapes } from "../model/batch.ts";
import { drawingFrom } from "../model/draw.ts";
import { evaluateSamples } from "../model/evaluate_samples.ts";
import { outputsOf } from "../model/for_each_batch.ts";
import { createObjective } from "../model/objective.ts";
import { requireKernels } from "../model/probe.ts";
import type { Recipe } from "../model/recipe.ts";
import { createTally } from "../model/tally.ts";
import { arrayOf, valueOf } from "../model/tensor.ts";
import { buildModel, readWeights, splitWeights, writeWeights } from "../model/topology.ts";
import type { Version } from "./arena.ts";
import type { GradientSource } from "./gradient_source.ts";

/** Samples that are evaluated at once: as many as bound the memory. */
const EVALUATION_BATCH = 1000;

/**
 * Builds a model in this thread.
 *
 * @param backend What computes.
 * @param recipe The model, its losses and metrics.
 * @param samples The training set, for the shapes of its samples.
 * @returns What computes its gradients.
 * @throws {TypeError} If the backend cannot train the model, or the samples do not fit it.
 */
export async function tfjsGradients(
  backend: BackendName,
  recipe: Recipe,
  samples: SampleSet,
): Promise<GradientSource> {
  await useBackend(backend);
  const { model, heads } = await buildModel(recipe);
  requireKernels(model, backend);
  const { trainable, state } = splitWeights(model);
  const variables = trainable.map((weight) => weight.read() as tf.Variable);
  const { outputs } = recipe;
  const objective = createObjective(outputs, heads);
  const tally = createTally(outputs, sampleShapes(model, samples).outputs);
  const gatherers = new WeakMap<SampleSet, ReturnType<typeof batchGatherer>>();

  function gathererOf(samples: SampleSet): ReturnType<typeof batchGatherer> {
    const known = gatherers.get(samples) ?? batchGatherer(samples, sampleShapes(model, samples));
    gatherers.set(samples, known);
    return known;
  }

  function takeWeights({ parameters, state: values }: Version): void {
    writeWeights(trainable, parameters);
    writeWeights(state, values);
  }

  /** Weight penalties depend on no sample, so each shard adds them whole: the shares sum to one. */
  function addPenalties(mean: tf.Tensor): tf.Scalar {
    return model.calculateLosses().reduce<tf.Tensor>((sum, penalty) => tf.add(sum, penalty), mean)
      .asScalar();
  }

  return {
    gradient(version, { samples, numbers, share, random }, into): number[] {
      takeWeights(version);
      const totals = drawingFrom(random, () =>
        tf.tidy(() => {
          const batch = gathererOf(samples)(numbers);
          let given: tf.Tensor[] = [];
          let losses: tf.Scalar[] = [];
          const { value, grads } = tf.variableGrads(() => {
            given = outputsOf(model, batch, true).map((output) => tf.keep(output));
            losses = objective.losses(batch, given).map((loss) => tf.keep(loss));
            const total = losses.reduce((sum, loss) => tf.add(sum, loss).asScalar());
            return tf.mul(addPenalties(total), share).asScalar();
          }, variables);
          writeGradients(variables, grads, into.gradient);
          const sums = tally.accumulate({
            samples: numbers.length,
            loss: valueOf(value) / share,
            losses: losses.map(valueOf),
            targets: batch.targets.map(arrayOf),
            predictions: objective.predictions(given).map(arrayOf),
          });
          tf.dispose([given, losses]);
          return sums;
        }));
      if (state.length > 0) {
        readWeights(state, into.state);
        for (let i = 0; i < into.state.length; i++) into.state[i] = (into.state[i] ?? 0) * share;
      }
      return totals;
    },
    evaluate(version, samples): number[] {
      takeWeights(version);
      return evaluateSamples({ model, outputs, heads, tally }, samples, EVALUATION_BATCH);
    },
    tensors: () => tf.memory().numTensors,
    dispose: () => void model.dispose(),
  };
}

function writeGradients(
  variables: readonly tf.Variable[],
  grads: tf.NamedTensorMap,
  into: Float32Array,
): void {
  let offset = 0;
  for (const variable of variables) {
    const values = into.subarray(offset, offset + variable.size);
    const gradient = grads[variable.name];
    // A weight that the loss does not depend on has no gradient.
    if (gradient) readTensor(gradient, values);
    else values.fill(0);
    offset += variable.size;
  }
}
