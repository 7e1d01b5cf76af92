/**
 * What a configuration resolves to.
 *
 * @module
 */
import type { z } from "zod";
import type { ActivationName } from "../model/activations.ts";
import type { schema } from "./schema.ts";

/** Every choice of a training run. */
export type RunConfig = z.output<typeof schema> & {
  /** What the last layer applies. */
  readonly outputActivation: ActivationName;
};
