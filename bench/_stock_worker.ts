/**
 * tfjs as it comes, in a thread of its own, whose kernel registry nobody has changed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import * as Comlink from "comlink";
import { locateWasm } from "../src/engine/backend.ts";
import { secondsOf } from "./_contest.ts";
import { buildNetwork, CLASSES, imageShapeOf, type Network } from "./_network.ts";

/** Names of tfjs's own backends. */
export type StockBackend = "cpu" | "wasm";

/** What is measured of tfjs. */
export class Stock {
  #model: tf.LayersModel | undefined;
  #inputs: tf.Tensor | undefined;
  #targets: tf.Tensor | undefined;

  /** Starts a backend. */
  async start(backend: StockBackend): Promise<void> {
    tf.enableProdMode();
    if (backend === "wasm") await locateWasm();
    await tf.setBackend(backend);
    await tf.ready();
  }

  /** Builds the network, and takes pixels, which are bytes, and the labels of the images. */
  prepare(network: Network, pixels: Uint8Array, labels: Uint8Array): void {
    tf.disposeVariables();
    tf.dispose([this.#inputs, this.#targets].filter((tensor) => tensor !== undefined));
    this.#model = buildNetwork(network);
    const values = Float32Array.from(pixels, (pixel) => pixel / 255);
    this.#inputs = tf.tensor(values, [labels.length, ...imageShapeOf(network)]);
    this.#targets = tf.tidy(() => tf.oneHot(tf.tensor1d(Int32Array.from(labels)), CLASSES));
  }

  /** Runs `model.fit` once over the data, and returns its seconds. */
  fit(batchSize: number): Promise<number> {
    const [model, x, y] = [this.#model, this.#inputs, this.#targets];
    if (!model || !x || !y) throw new Error("Cannot measure: nothing was prepared");
    return secondsOf(() => model.fit(x, y, { batchSize, epochs: 1, verbose: 0 }));
  }

  /** Multiplies matrices a number of times, and returns the seconds. */
  multiply(
    rows: number,
    inner: number,
    columns: number,
    transposed: string,
    times: number,
  ): number {
    const [transposeA, transposeB] = [transposed.includes("A"), transposed.includes("B")];
    const a = tf.ones(transposeA ? [inner, rows] : [rows, inner]);
    const b = tf.ones(transposeB ? [columns, inner] : [inner, columns]);
    const began = performance.now();
    for (let i = 0; i < times; i++) tf.matMul(a, b, transposeA, transposeB).dispose();
    const seconds = (performance.now() - began) / 1000;
    tf.dispose([a, b]);
    return seconds;
  }
}

Comlink.expose(new Stock());
