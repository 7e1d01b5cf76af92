/**
 * What training can go on from.
 *
 * @module
 */
import type { Snapshot } from "../parallel/data_parallel.ts";
import type { RulesState } from "./epoch_rules.ts";

/** Everything that the next epoch depends on, besides data and options. */
export interface Checkpoint {
  /** Number of epochs that are done. */
  readonly epochs: number;
  /** What the steps have moved. */
  readonly snapshot: Snapshot;
  /** What the rules remember. */
  readonly rules: RulesState;
}
