/**
 * The module of a worker that decodes pictures. It listens before anything slow begins: a message that arrives before
 * its listener is lost.
 *
 * @module
 */
import * as Comlink from "comlink";
import { decodeBatch } from "./decode_batch.ts";

/** What a worker can be asked for. */
export interface DecodeWorker {
  /** Reads, decodes and scales pictures. */
  readonly decodeBatch: typeof decodeBatch;
}

const worker: DecodeWorker = { decodeBatch };
Comlink.expose(worker);
