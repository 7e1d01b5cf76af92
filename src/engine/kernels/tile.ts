/**
 * Tiling, where copies lie side by side, and its gradient. The stock kernel of the WASM backend takes a hundred times as
 * long, and tfjs's gradient cuts the copies out one by one.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

interface Attributes {
  readonly reps: readonly number[];
}

/** Blocks of values, of which each is copied some times, one copy behind the other. */
interface Copies {
  readonly blocks: number;
  readonly times: number;
  /** Values of a block. */
  readonly size: number;
}

const TILE: OwnKernel<Attributes, "x"> = {
  name: "Tile",
  outputShapes({ x }, { reps }): number[][] | undefined {
    if (x.dtype !== "float32" || !copiesOf(x.shape, reps)) return undefined;
    return [x.shape.map((size, i) => size * (reps[i] ?? 1))];
  },
  bind(engine, { x }, [out], { reps }): () => void {
    const { blocks, times, size } = copiesOf(x.shape, reps) ?? { blocks: 0, times: 0, size: 0 };
    const into = out.address;
    return () => engine.repeat(x.address, blocks, size, times, into);
  },
};

/** Puts the kernel into tfjs's registry, and has the gradient sum over all copies at once. */
export function registerTile(): void {
  registerOwn(TILE);
  const stock = tf.getGradient(TILE.name);
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attributes) => {
      const [x] = saved;
      const { reps } = attributes as unknown as Attributes;
      const copies = x && copiesOf(x.shape, reps);
      if (!copies || Array.isArray(dy) || tf.getBackend() !== "wasm") {
        return stock.gradFunc(dy, saved, attributes);
      }
      const { blocks, times, size } = copies;
      return { x: () => tf.sum(dy.reshape([blocks, times, size]), 1).reshape(x.shape) };
    },
  });
}

/** How a tensor is tiled; nothing where several of its axes of more than one value are. */
function copiesOf(shape: readonly number[], reps: readonly number[]): Copies | undefined {
  const first = reps.findIndex((times) => times !== 1);
  const last = reps.findLastIndex((times) => times !== 1);
  if (shape.slice(Math.max(first, 0), Math.max(last, 0)).some((size) => size !== 1)) {
    return undefined;
  }
  return {
    blocks: tf.util.sizeFromShape(shape.slice(0, Math.max(first, 0))),
    times: tf.util.sizeFromShape([...reps]),
    size: tf.util.sizeFromShape(shape.slice(Math.max(first, 0))),
  };
}
