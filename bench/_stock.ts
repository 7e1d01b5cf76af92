/**
 * Starts tfjs as it comes in a worker.
 *
 * @module
 */
import * as Comlink from "comlink";
import type { Stock, StockBackend } from "./_stock_worker.ts";

/** A compiled program holds a bundle of it. */
const WORKER = Deno.build.standalone ? "./stock_worker.js" : "./_stock_worker.ts";

/** tfjs in a worker. `using` ends it. */
export interface StockThread extends Disposable {
  readonly stock: Comlink.Remote<Stock>;
}

/**
 * Starts one.
 *
 * @param backend The backend of tfjs.
 * @returns The worker, ready to be called.
 */
export async function startStock(backend: StockBackend): Promise<StockThread> {
  const worker = new Worker(new URL(WORKER, import.meta.url), { type: "module" });
  const stock = Comlink.wrap<Stock>(worker);
  await stock.start(backend);
  return { stock, [Symbol.dispose]: () => worker.terminate() };
}
