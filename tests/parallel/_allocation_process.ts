/**
 * Trains the perceptron of the default settings as a single rank, and prints how many bytes of the JavaScript heap each
 * step takes: as JSON, for each of several spans of steps in which nothing was collected.
 */
import { createMlp, useBackend } from "tandem";
import { sampleSetOf } from "../../src/dataset/sample_set.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { countValues, readWeights, splitWeights } from "../../src/model/topology.ts";
import { createArena } from "../../src/parallel/arena.ts";
import { localPlace, worldPlace } from "../../src/parallel/place.ts";
import { sequentialEpoch } from "../../src/parallel/random.ts";
import { createReplica } from "../../src/parallel/replica.ts";
import { tfjsGradients } from "../../src/parallel/tfjs_gradients.ts";
import { optimizerOf } from "../../src/training/optimizer_of.ts";
import { randomDataset } from "../_fixtures.ts";

const BATCH = 100;
/** Until V8 has compiled what it compiles. */
const WARM_UP = 500;
const SPANS = 4;
const STEPS = 50;

const { gc } = globalThis as { gc?: () => void };
if (!gc) throw new Error("Cannot measure: expected --v8-flags=--expose-gc");

await useBackend("wasm");
const samples = sampleSetOf(randomDataset(2 * BATCH, 784, 10));
const model = createMlp({ inputSize: 784, hidden: [500, 250, 100], outputSize: 10 });
const { trainable, state } = splitWeights(model);
const sizes = { parameters: countValues(trainable), state: countValues(state) };
const arena = createArena({ ranks: 1, ...sizes, slots: [0, 0] }, samples);
readWeights(trainable, arena.versions[0].parameters);
sequentialEpoch(arena.order);
const recipe = describeModel(model);
const replica = await createReplica(
  {
    seed: 1,
    backend: "wasm",
    recipe,
    optimizer: optimizerOf(model),
    local: localPlace(0, 1),
    world: worldPlace(0, 1),
    arena,
  },
  await tfjsGradients({ backend: "wasm", recipe }, samples),
);

let number = 0;
function train(steps: number): void {
  for (let i = 0; i < steps; i++) {
    const start = number % 2 * BATCH;
    const step = { epoch: 0, number: ++number, start, end: start + BATCH };
    const [answer] = replica.steps([step]);
    if (!answer || answer.obstacle) throw new Error(`Cannot measure: ${answer?.obstacle}`);
  }
}

train(WARM_UP);
const bytes = Array.from({ length: SPANS }, () => {
  gc();
  const before = Deno.memoryUsage().heapUsed;
  train(STEPS);
  return (Deno.memoryUsage().heapUsed - before) / STEPS;
});
console.log(JSON.stringify(bytes));
replica.dispose();
