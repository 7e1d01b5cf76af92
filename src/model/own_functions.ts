/**
 * Finding out before training whether losses and metrics of one's own give what training takes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { SampleSet } from "../dataset/sample_set.ts";
import type { OwnFunction } from "./losses.ts";
import type { ComparedOutput } from "./recipe.ts";

/** Samples of zeros that a function is tried on, by which values of each are told from others. */
const TRIED = 7;

/**
 * Tries every function of one's own on samples of zeros.
 *
 * @param outputs What each output is compared by.
 * @param shapes Shape of one sample of each output.
 * @param samples Whose losses may be weighted, one by one.
 * @throws {TypeError} If a function throws or gives no tensor, or a loss that is to be weighted gives no values of each
 * sample.
 */
export function requireComparable(
  outputs: readonly ComparedOutput[],
  shapes: readonly (readonly number[])[],
  ...samples: readonly (SampleSet | undefined)[]
): void {
  outputs.forEach(({ loss, metrics }, i) => {
    const shape = [TRIED, ...shapes[i] ?? []];
    for (const metric of metrics) if (typeof metric !== "string") tryOn(shape, "metric", metric);
    if (typeof loss === "string") return;
    const [first] = tryOn(shape, "loss", loss);
    const weighted = samples.some((set) => set?.targets[i]?.weights !== undefined);
    if (!weighted || first === TRIED) return;
    throw new TypeError(
      `Cannot weigh samples under loss "${loss.name}": expected a value of each sample, got one of ` +
        "all; have it return the mean over the last axis",
    );
  });
}

/** The shape of what a function gives. */
function tryOn(shape: number[], kind: string, { name, compute }: OwnFunction): readonly number[] {
  const action = `Cannot use ${kind} "${name}" on targets and outputs of shape [${shape}]`;
  const engine = tf.engine();
  engine.startScope();
  try {
    const given: unknown = compute(tf.zeros(shape), tf.zeros(shape));
    if (given instanceof tf.Tensor) return given.shape;
    throw new TypeError(`expected a tensor, got ${typeof given}`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`${action}: ${reason.split("\n", 1)[0]}`, { cause });
  } finally {
    engine.endScope();
  }
}
