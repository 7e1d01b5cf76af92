/**
 * Building a model from its topology in another thread than the one in which it was made.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { ADVICE } from "./own_modules.ts";
import { innerModels, type Recipe, weightKinds } from "./recipe.ts";

// tfjs declares the topology with a type that it does not export.
type ModelJson = Parameters<typeof tf.models.modelFromJSON>[0];

/**
 * Builds the model of a recipe, and makes sure that it is the same one.
 *
 * @param recipe The recipe.
 * @param modelTopology Its topology, which may draw other initial weights.
 * @returns The model.
 * @throws {TypeError} If a class is neither tfjs's nor registered in this thread, or a layer does not give its whole
 * configuration.
 */
export async function buildAnew(recipe: Recipe, modelTopology: object): Promise<tf.LayersModel> {
  const action = `Cannot build model "${recipe.name}" on a worker, from getConfig() of its layers`;
  const model = await build(recipe, modelTopology, action);
  for (const { path, inner } of innerModels(model)) {
    if (recipe.frozen.includes(path)) inner.trainable = false;
  }
  const built = weightKinds(model);
  const expected = recipe.weights;
  const wrong = expected.findIndex((kind, i) => kind !== built[i]);
  if (wrong < 0 && expected.length === built.length) return model;
  throw new TypeError(
    wrong < 0
      ? `${action}: expected ${expected.length} weights, got ${built.length}`
      : `${action}: expected weight ${wrong} of shape ${expected[wrong]}, got ${
        built[wrong] ?? "none"
      }`,
  );
}

async function build(
  { modules }: Recipe,
  modelTopology: object,
  action: string,
): Promise<tf.LayersModel> {
  try {
    return await tf.models.modelFromJSON({ modelTopology } as unknown as ModelJson);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const [, kind, name] = /^Unknown (\w+): ([^\s.]+)/.exec(reason) ?? [];
    if (name === undefined) {
      throw new TypeError(`${action}: ${reason.split("\n", 1)[0]}`, { cause });
    }
    const remedy = modules.length === 0
      ? "pass the module that registers it by tf.serialization.registerClass as options.modules, " +
        `such as ${ADVICE}`
      : "none of options.modules registers it by tf.serialization.registerClass, " +
        "of the tfjs that tandem imports";
    throw new TypeError(`Cannot train ${kind} "${name}" on workers: ${remedy}`, { cause });
  }
}
