/**
 * Topologies as Keras 3 writes them, in the form of Keras 2, which tfjs reads. What tfjs or Keras 2 wrote stays as it is.
 *
 * @module
 */
import { isRecord } from "../is_record.ts";

/** Anything that JSON describes by class and configuration: a model, a layer, a policy. */
export interface ClassJson {
  readonly class_name: string;
  readonly config: Json;
  /** Where it lies in a graph. */
  readonly inbound_nodes?: unknown;
  readonly name?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** A tensor of a graph: layer, number of its use, number of its output. */
type Reference = readonly [string, number, number, Json];

/**
 * Rewrites a topology in the form of Keras 2.
 *
 * @param model A model or a layer; it is not changed.
 * @returns The same in the older form.
 * @throws {TypeError} If the older form cannot say it.
 */
export function toKeras2<Described extends ClassJson>(model: Described): Described {
  const config = Array.isArray(model.config) ? model.config.map(toKeras2) : configOf(model);
  return { ...model, config };
}

function configOf({ class_name, config }: ClassJson): Json {
  const { batch_shape, ...others } = config;
  const { layers, input_layers, output_layers, dtype, activation, recurrent_activation } = others;
  requireExpressible(class_name, config);
  return {
    ...others,
    ...(isClass(dtype) ? { dtype: dataTypeOf(dtype) } : {}),
    ...(batch_shape === undefined ? {} : { batch_input_shape: batch_shape }),
    ...(class_name === "LeakyReLU" && "negative_slope" in others
      ? { alpha: others["negative_slope"] }
      : {}),
    ...(activation === "silu" ? { activation: "swish" } : {}),
    ...(recurrent_activation === "silu" ? { recurrent_activation: "swish" } : {}),
    ...(Array.isArray(layers) ? { layers: graphOf(layers) } : {}),
    ...(input_layers === undefined ? {} : { input_layers: listOf(input_layers) }),
    ...(output_layers === undefined ? {} : { output_layers: listOf(output_layers, layers) }),
    // What a wrapper wraps.
    ...Object.fromEntries(
      ["layer", "backward_layer", "cell"]
        .filter((key) => isClass(config[key]))
        .map((key) => [key, toKeras2(config[key] as ClassJson)]),
    ),
  };
}

function requireExpressible(className: string, { groups = 1, activation, ...others }: Json): void {
  const layer = `layer "${others["name"]}" (${className})`;
  if (groups !== 1) throw new TypeError(`${layer} has ${groups} groups, where tfjs has 1`);
  // A line of slope 1/6 in Keras 3, of 1/5 in Keras 2 and in tfjs. Only Keras 3 writes policies.
  if (activation === "hard_sigmoid" && isClass(others["dtype"])) {
    throw new TypeError(`${layer} has the activation "hard_sigmoid" of Keras 3, which tfjs lacks`);
  }
}

/** Numbers that are computed in half precision are stored in full. */
function dataTypeOf({ config }: ClassJson): string {
  const name = String(config["name"]);
  return name.startsWith("mixed_") ? "float32" : name;
}

function graphOf(layers: readonly ClassJson[]): ClassJson[] {
  return layers.map((layer) => {
    const nodes = Array.isArray(layer.inbound_nodes) ? layer.inbound_nodes : undefined;
    return {
      ...toKeras2(layer),
      ...(nodes ? { inbound_nodes: nodes.map((node) => nodeOf(layer, node, layers)) } : {}),
    };
  });
}

/** From `{ args, kwargs }` with tensors anywhere within to a list of tensors. */
function nodeOf(layer: ClassJson, node: unknown, layers: readonly ClassJson[]): unknown {
  if (Array.isArray(node) || node === null || typeof node !== "object") return node;
  const { args = [], kwargs = {} } = node as { args?: unknown[]; kwargs?: Json };
  const { initial_state = [], ...named } = kwargs;
  if (referencesIn(Object.values(named), layers).length > 0) {
    throw new TypeError(
      `layer "${layer.name}" (${layer.class_name}) takes a tensor by name, which tfjs cannot read`,
    );
  }
  return referencesIn([...args, initial_state], layers);
}

function referencesIn(values: readonly unknown[], layers: readonly ClassJson[]): Reference[] {
  return values.flatMap((value): Reference[] => {
    if (Array.isArray(value)) return referencesIn(value, layers);
    if (!isClass(value) || value.class_name !== "__keras_tensor__") return [];
    const [name, use, output] = value.config["keras_history"] as [string, number, number];
    return [[name, use + firstUse(name, layers), output, {}]];
  });
}

/** The first use of a nested model is its own graph, which Keras 3 does not count. */
function firstUse(name: string, layers: readonly ClassJson[]): number {
  const layer = layers.find((each) => each.name === name);
  return Array.isArray(layer?.config["layers"]) ? 1 : 0;
}

/** Keras 3 leaves out the list around a single tensor. */
function listOf(tensors: unknown, layers?: unknown): unknown {
  if (!Array.isArray(tensors)) return tensors;
  if (typeof tensors[0] !== "string") return tensors;
  const [name, use, output] = tensors as [string, number, number];
  return [[name, use + (Array.isArray(layers) ? firstUse(name, layers) : 0), output]];
}

function isClass(value: unknown): value is ClassJson {
  return isRecord(value) && "class_name" in value && "config" in value;
}
