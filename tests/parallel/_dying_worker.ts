/**
 * A real worker that, as rank 1, dies in its second step, in the way that its address names, or that never starts.
 *
 * @module
 */
import * as Comlink from "comlink";
import { TrainingWorker } from "../../src/parallel/training_worker.ts";
import type { Answer, RankConfig, Step } from "../../src/parallel/protocol.ts";

const way = new URL(import.meta.url).searchParams.get("way");

class DyingWorker extends TrainingWorker {
  #steps = 0;
  #rank = 0;

  override async init(config: RankConfig): Promise<void> {
    this.#rank = config.local.rank;
    if (way === "never starts") await new Promise(() => {});
    await super.init(config);
  }

  override steps(steps: readonly Step[]): Answer[] {
    if (++this.#steps === 2 && this.#rank === 1) {
      if (way === "throws") throw new Error("out of luck");
      if (way === "throws later") {
        setTimeout(() => {
          throw new Error("out of luck, later");
        });
      }
      if (way === "closes itself") self.close();
      while (way === "never answers") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    return super.steps(steps);
  }
}

Comlink.expose(new DyingWorker());
