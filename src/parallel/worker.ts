/**
 * The module that a worker runs. It listens before anything slow begins: a message that arrives before its listener
 * is lost.
 *
 * @module
 */
import * as Comlink from "comlink";
import { TrainingWorker } from "./training_worker.ts";

Comlink.expose(new TrainingWorker());
