/**
 * Topologies as Keras 3 writes them, in the words of Keras 2, which tfjs reads.
 *
 * @module
 */

type Fields = Record<string, unknown>;

/** Names that tfjs has for what Keras 3 calls differently. */
const CLASS_NAMES: Readonly<Record<string, string>> = { Functional: "Model" };

/**
 * Rewrites a topology of Keras 3; one of Keras 2 or tfjs stays as it is.
 *
 * @param topology The topology.
 * @returns The same in the words of Keras 2.
 */
export function asKeras2(topology: Fields): Fields {
  return isKeras3(topology) ? rewrite(topology) as Fields : topology;
}

/** Keras 3 says of every object in which module it is. */
function isKeras3(topology: Fields): boolean {
  return typeof topology["module"] === "string" && isFields(topology["config"]);
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite);
  if (!isFields(value)) return value;
  if (value["class_name"] === "DTypePolicy") return (value["config"] as Fields)["name"];
  if (value["class_name"] === "L1" || value["class_name"] === "L2") return penaltyOf(value);
  const result: Fields = {};
  for (const [key, field] of Object.entries(value)) {
    if (key === "batch_shape") result["batch_input_shape"] = field;
    else if (key === "inbound_nodes") result[key] = (field as unknown[]).map(nodeOf);
    else if (key === "input_layers" || key === "output_layers") result[key] = layersOf(field);
    else if (key === "class_name") result[key] = CLASS_NAMES[String(field)] ?? field;
    else result[key] = rewrite(field);
  }
  return result;
}

/** tfjs has the two penalties as one, and takes what is not said to be 0.01. */
function penaltyOf({ config }: Fields): Fields {
  return { class_name: "L1L2", config: { l1: 0, l2: 0, ...(isFields(config) ? config : {}) } };
}

/** One call of a layer: from the tensors among its arguments to the layers that gave them. */
function nodeOf(node: unknown): unknown {
  if (!isFields(node)) return node;
  const { kwargs } = node;
  const options = isFields(kwargs) ? kwargs : {};
  return tensorsOf(node["args"]).map((history) => [...history, rewrite(options)]);
}

/** The histories of all tensors in a value: `[layer, call, output]` each. */
function tensorsOf(value: unknown): unknown[][] {
  if (Array.isArray(value)) return value.flatMap(tensorsOf);
  if (!isFields(value)) return [];
  const config = value["config"];
  return isFields(config) && Array.isArray(config["keras_history"])
    ? [config["keras_history"]]
    : [];
}

/** A model with one input or output has it outside of a list. */
function layersOf(field: unknown): unknown {
  return Array.isArray(field) && typeof field[0] === "string" ? [field] : field;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
