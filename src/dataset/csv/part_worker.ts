/**
 * The module of a worker that reads a part of a CSV file. It listens before anything slow begins: a message that arrives
 * before its listener is lost.
 *
 * @module
 */
import * as Comlink from "comlink";
import { type PartRequest, type ReadPart, readPart } from "./_read_part.ts";

/** What a worker can be asked for. */
export interface PartWorker {
  /** Reads a part of a file; its values are handed over, not copied. */
  readPart(request: PartRequest): Promise<ReadPart | undefined>;
}

const worker: PartWorker = {
  async readPart(request): Promise<ReadPart | undefined> {
    const part = await readPart(request);
    const buffers = part?.columns.flatMap((column) => {
      switch (column.is) {
        case "numbers":
          return [column.values.buffer];
        case "names":
          return [column.codes.buffer];
        case "odd":
          return [];
      }
    });
    return part === undefined ? undefined : Comlink.transfer(part, buffers ?? []);
  },
};
Comlink.expose(worker);
