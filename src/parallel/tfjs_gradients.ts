/**
 * Gradients by tfjs: the model is built again in this thread, and tfjs's tape runs it backwards. The first steps of a
 * kind are recorded, and the steps after them replay what was recorded.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type SampleSet, unitsOf } from "../dataset/sample_set.ts";
import { useBackend } from "../engine/backend.ts";
import { watchFallback } from "../engine/kernels/cpu_fallback.ts";
import type { Result } from "../engine/plan/repeated.ts";
import { sampleShapes, type TensorBatch } from "../model/batch.ts";
import { BatchRunner } from "../model/batch_runner.ts";
import { drawingFrom } from "../model/draw.ts";
import { Evaluator } from "../model/evaluate_samples.ts";
import { FixedWeights } from "../model/fixed_weights.ts";
import { outputsOf } from "../model/for_each_batch.ts";
import { createObjective } from "../model/objective.ts";
import { importModules } from "../model/own_modules.ts";
import { outputsFrom } from "../model/recipe.ts";
import { samplesTogether } from "../model/samples_together.ts";
import { createTally } from "../model/tally.ts";
import { valueOf } from "../model/tensor.ts";
import { buildModel, splitWeights } from "../model/topology.ts";
import type { Row, Version } from "./arena.ts";
import type { GradientSource } from "./gradient_source.ts";
import type { RankConfig } from "./protocol.ts";

/**
 * Builds a model in this thread.
 *
 * @param config What computes, and the model with its losses and metrics.
 * @param samples The training set, for the shapes of its samples and the units of its targets.
 * @param validation What is evaluated, likewise. @default the training set
 * @returns What computes its gradients.
 * @throws {TypeError} If a module that the model needs cannot be imported, or the samples do not fit the model.
 */
export async function tfjsGradients(
  { backend, recipe, eager }: Pick<RankConfig, "backend" | "recipe" | "eager">,
  samples: SampleSet,
  validation: SampleSet = samples,
): Promise<GradientSource> {
  await useBackend(backend);
  // Before the model is built: they register the classes of its layers.
  const outputs = outputsFrom(recipe, await importModules(recipe.modules));
  const cpuKernels = watchFallback();
  const { model, heads } = await buildModel(recipe);
  const { trainable, state } = splitWeights(model);
  const weights = new FixedWeights(trainable);
  const moving = new FixedWeights(state);
  const variables = trainable.map((weight) => weight.read() as tf.Variable);
  const objective = createObjective(outputs, heads);
  const { outputs: shapes } = sampleShapes(model, samples);
  const tally = createTally(outputs, shapes, unitsOf(samples));
  const evaluated = createTally(outputs, shapes, unitsOf(validation));
  const partsOf = splitter(outputs.length, state.length);
  const evaluator = new Evaluator({ model, outputs, heads, tally: evaluated, eager });
  const together = samplesTogether(model);
  const runner = new BatchRunner({
    model,
    given: [...weights.tensors, ...moving.tensors],
    compute: computeStep,
    eager,
  });

  function takeWeights({ parameters, state: values }: Version): void {
    weights.write(parameters);
    moving.write(values);
  }

  /** Weight penalties depend on no sample, so each shard adds them whole: the shares sum to one. */
  function addPenalties(mean: tf.Tensor): tf.Scalar {
    return model.calculateLosses().reduce<tf.Tensor>((sum, penalty) => tf.add(sum, penalty), mean)
      .asScalar();
  }

  /** The results in the order of {@linkcode StepParts}. */
  function computeStep(batch: TensorBatch, share: number): (tf.Tensor | undefined)[] {
    let given: tf.Tensor[] = [];
    let losses: tf.Scalar[] = [];
    const { value, grads } = tf.variableGrads(() => {
      given = outputsOf(model, batch, true).map((output) => tf.keep(output));
      losses = objective.losses(batch, given).map((loss) => tf.keep(loss));
      const total = losses.reduce((sum, loss) => tf.add(sum, loss).asScalar());
      return tf.mul(addPenalties(total), share).asScalar();
    }, variables);
    const results = [
      value,
      ...losses.map((loss) => loss.clone()),
      ...batch.targets,
      ...objective.predictions(given).map((output) => output.clone()),
      ...state.map((weight) => weight.read()),
      // A weight that the loss does not depend on has no gradient.
      ...variables.map(({ name }) => grads[name]),
    ];
    tf.dispose([given, losses]);
    return results;
  }

  return {
    gradient(version, { samples, numbers, share, random, write, keep }, into): number[] {
      takeWeights(version);
      const look = (results: readonly (Result | undefined)[]): number[] => {
        const { losses, targets, predictions, state, gradients } = partsOf(results);
        writeRow(into, state, gradients, variables, share);
        if (keep) tally.keep({ targets, predictions }, keep);
        return tally.accumulate({
          samples: numbers.length,
          loss: valueOf(results[0]) / share,
          losses: losses.map(valueOf),
          targets,
          predictions,
        });
      };
      return drawingFrom(random, () => runner.run(samples, numbers, look, share, write));
    },
    evaluate(version, samples, keep): number[] {
      takeWeights(version);
      return evaluator.evaluate(samples, together, keep);
    },
    tensors: () => tf.memory().numTensors,
    obstacle: () => runner.obstacle,
    cpuKernels,
    dispose(): void {
      runner[Symbol.dispose]();
      evaluator[Symbol.dispose]();
      weights.dispose();
      moving.dispose();
      model.dispose();
    },
  };
}

/** The results of a step by kind; the first of all is the loss with everything that belongs to it. */
interface StepParts {
  readonly losses: readonly Result[];
  readonly targets: readonly Result[];
  readonly predictions: readonly Result[];
  readonly state: readonly Result[];
  /** In the order of the variables, some of which have none. */
  readonly gradients: readonly (Result | undefined)[];
}

/** Makes a function that tells the results of a step apart; those of a plan are the same ones in every step. */
function splitter(
  outputs: number,
  state: number,
): (results: readonly (Result | undefined)[]) => StepParts {
  const known = new WeakMap<readonly (Result | undefined)[], StepParts>();
  return (results) => {
    const before = known.get(results);
    if (before) return before;
    let at = 1;
    const next = (count: number): Result[] =>
      results.slice(at, at += count).filter((result) => result !== undefined);
    const parts = {
      losses: next(outputs),
      targets: next(outputs),
      predictions: next(outputs),
      state: next(state),
      gradients: results.slice(at),
    };
    known.set(results, parts);
    return parts;
  };
}

function writeRow(
  row: Row,
  state: readonly Result[],
  gradients: readonly (Result | undefined)[],
  variables: readonly tf.Variable[],
  share: number,
): void {
  let offset = 0;
  for (let i = 0; i < variables.length; i++) {
    const size = variables[i]?.size ?? 0;
    const result = gradients[i];
    if (result) row.gradient.set(result.data, offset);
    else row.gradient.fill(0, offset, offset + size);
    offset += size;
  }
  let at = 0;
  for (const { data } of state) {
    for (const value of data) row.state[at++] = value * share;
  }
}
