/**
 * From the optimizer that a model was compiled with to the same rule on flat slices.
 *
 * @module
 */
import type { LayersModel } from "../model/topology.ts";
import type { OptimizerConfig } from "../optimizer/config.ts";

/**
 * Reads the optimizer that a model was compiled with: any of tf.train's.
 *
 * @param model A compiled model.
 * @returns Name and constants of the same rule here.
 * @throws {TypeError} If the model has no optimizer, or one without a counterpart here.
 */
export function optimizerOf(model: LayersModel): OptimizerConfig {
  const name = model.optimizer?.getClassName();
  const config = model.optimizer?.getConfig() ?? {};
  const constant = (key: string): number => Number(config[key]);
  const learningRate = constant("learningRate");
  switch (name) {
    case "SGD":
      return { name: "sgd", learningRate };
    case "Momentum":
      return {
        name: config["useNesterov"] ? "nesterov" : "momentum",
        learningRate,
        momentum: constant("momentum"),
      };
    case "Adagrad":
      return {
        name: "adagrad",
        learningRate,
        initialAccumulator: constant("initialAccumulatorValue"),
      };
    case "Adadelta":
      return {
        name: "adadelta",
        learningRate,
        rho: constant("rho"),
        epsilon: constant("epsilon"),
      };
    case "RMSProp":
      return {
        name: "rmsprop",
        learningRate,
        decay: constant("decay"),
        momentum: constant("momentum"),
        epsilon: constant("epsilon"),
        centered: Boolean(config["centered"]),
      };
    case "Adam":
      return {
        name: "adam",
        learningRate,
        beta1: constant("beta1"),
        beta2: constant("beta2"),
        epsilon: constant("epsilon"),
      };
    case "Adamax":
      return {
        name: "adamax",
        learningRate,
        beta1: constant("beta1"),
        beta2: constant("beta2"),
        epsilon: constant("epsilon"),
        decay: constant("decay"),
      };
    default:
      throw new TypeError(
        `Cannot train model "${model.name}": expected it compiled with an optimizer of tf.train, got ${
          name === undefined ? "no optimizer" : `"${name}"`
        }`,
      );
  }
}
