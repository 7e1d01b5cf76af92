/**
 * From the optimizer that a model was compiled with to the same rule on flat slices.
 *
 * @module
 */
import type { LayersModel } from "../model/topology.ts";
import type { OptimizerConfig } from "../optimizer/optimizer.ts";

/**
 * Reads the optimizer that a model was compiled with.
 *
 * @param model A compiled model.
 * @returns Name and constants of the same rule here.
 * @throws {TypeError} If the model has no optimizer, or one without a counterpart here.
 */
export function optimizerOf(model: LayersModel): OptimizerConfig {
  const name = model.optimizer?.getClassName();
  const config = model.optimizer?.getConfig() ?? {};
  const constant = (key: string): number => Number(config[key]);
  switch (name) {
    case "Adam":
      return {
        name: "adam",
        learningRate: constant("learningRate"),
        beta1: constant("beta1"),
        beta2: constant("beta2"),
        epsilon: constant("epsilon"),
      };
    case "SGD":
      return { name: "sgd", learningRate: constant("learningRate") };
    default:
      throw new TypeError(
        `Cannot train model "${model.name}": expected it compiled with "adam" or "sgd", got ${
          name === undefined ? "no optimizer" : `"${name}"`
        }`,
      );
  }
}
