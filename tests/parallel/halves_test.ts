import { assert, assertEquals, assertLess } from "@std/assert";
import { createMlp, useBackend } from "tandem";
import { sampleSetOf } from "../../src/dataset/sample_set.ts";
import { describeModel } from "../../src/model/recipe.ts";
import { countValues, readWeights, splitWeights } from "../../src/model/topology.ts";
import { type Arena, createArena, versionAfter } from "../../src/parallel/arena.ts";
import { localPlace, type WorldPlace, worldPlace } from "../../src/parallel/place.ts";
import { sequentialEpoch } from "../../src/parallel/random.ts";
import { createReplica, type Replica } from "../../src/parallel/replica.ts";
import { tfjsGradients } from "../../src/parallel/tfjs_gradients.ts";
import { optimizerOf } from "../../src/training/optimizer_of.ts";
import { randomDataset, relativeDistance } from "../_fixtures.ts";
import { needs } from "../_permissions.ts";

const ignore = !needs("read");
const samples = sampleSetOf(randomDataset(53, 12, 4));
const STEPS = [[0, 20], [20, 40], [40, 53]] as const;

/** A process of one rank, with memory of its own. */
async function startProcess(
  world: WorldPlace,
  batchNorm: boolean,
): Promise<{ replica: Replica; arena: Arena }> {
  await useBackend("wasm");
  const model = createMlp({ inputSize: 12, hidden: [9, 7], outputSize: 4, batchNorm });
  const { trainable, state } = splitWeights(model);
  const sizes = { parameters: countValues(trainable), state: countValues(state) };
  const arena = createArena({ ranks: 1, ...sizes, slots: [0, 0] }, samples);
  readWeights(trainable, arena.versions[0].parameters);
  readWeights(state, arena.versions[0].state);
  sequentialEpoch(arena.order);
  const recipe = describeModel(model);
  const common = { seed: 1, backend: "wasm", recipe, optimizer: optimizerOf(model) } as const;
  const clip = { by: "globalNorm", limit: 0.1 } as const;
  const config = { ...common, clip, local: localPlace(0, 1), world, arena };
  const replica = await createReplica(
    config,
    await tfjsGradients({ backend: "wasm", recipe }, samples),
  );
  model.dispose();
  return { replica, arena };
}

Deno.test({
  name: "a step in two halves gives the bits of a step in one",
  ignore,
  fn: async () => {
    const whole = await startProcess(worldPlace(0, 1), false);
    const halves = await startProcess(worldPlace(0, 1), false);
    for (const [i, [start, end]] of STEPS.entries()) {
      const step = { epoch: 0, number: i + 1, start, end };
      const [answer] = whole.replica.steps([step]);
      assertEquals(halves.replica.sum(step).totals, answer?.totals);
      // Nothing has moved yet.
      assertEquals(versionAfter(halves.arena, i), versionAfter(whole.arena, i));
      halves.replica.update(step);
      assertEquals(versionAfter(halves.arena, i + 1), versionAfter(whole.arena, i + 1));
    }
    whole.replica.dispose();
    halves.replica.dispose();
  },
});

for (const batchNorm of [false, true]) {
  Deno.test({
    name: "processes that add up their gradients between the halves train one model together" +
      (batchNorm ? ", its moving statistics too" : ""),
    ignore,
    fn: async () => {
      const processes = [
        await startProcess(worldPlace(0, 2), batchNorm),
        await startProcess(worldPlace(1, 2), batchNorm),
      ];
      const alone = await startProcess(worldPlace(0, 1), batchNorm);
      const start = versionAfter(alone.arena, 0).parameters.slice();
      for (const [i, [first, end]] of STEPS.entries()) {
        const step = { epoch: 0, number: i + 1, start: first, end };
        alone.replica.steps([step]);
        for (const { replica } of processes) replica.sum(step);
        for (const key of ["gradient", "state"] as const) {
          const sum = processes.map(({ arena }) => arena[key])
            .reduce((a, b) => a.map((value, j) => value + (b[j] ?? NaN)));
          for (const { arena } of processes) arena[key].set(sum);
        }
        for (const { replica } of processes) replica.update(step);
      }
      const [one, other] = processes.map(({ arena }) => versionAfter(arena, STEPS.length));
      assertEquals(one, other);
      const expected = versionAfter(alone.arena, STEPS.length);
      assert(one);
      if (batchNorm) {
        // Each process normalises by its own shard: statistics agree as far as the shards are alike.
        assertLess(relativeDistance(one.state, expected.state), 0.5);
        assert(one.state.some((value) => value !== 0 && value !== 1));
      } else assertLess(relativeDistance(one.parameters, expected.parameters, start), 1e-3);
      for (const { replica } of [...processes, alone]) replica.dispose();
    },
  });
}
