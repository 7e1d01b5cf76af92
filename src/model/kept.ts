/**
 * Targets and predictions that are kept, one sample after another: for metrics whose result follows from all of them,
 * and from no sums.
 *
 * @module
 */
import { sizeOfShape } from "../arrays/shape.ts";

/** An output of which targets and predictions are kept. */
export interface KeptOutput {
  /** Its number among the model's outputs. */
  readonly output: number;
  /** Shape of one sample of it. */
  readonly shape: readonly number[];
}

/** What is kept of one output. Shapes: `[samples, ...output]`. */
export interface Kept {
  readonly targets: Float32Array;
  readonly predictions: Float32Array;
}

/** Where some samples are kept among others. */
export interface KeptPlace {
  /** One for each output that is kept. */
  readonly kept: readonly Kept[];
  /** Place of the first of the samples. */
  readonly at: number;
}

/**
 * Makes room for samples.
 *
 * @param outputs What is kept.
 * @param samples Number of samples.
 * @param Memory What the room is in; a `SharedArrayBuffer` is for threads that share it, and is collected late.
 * @returns Zeros, for each output that is kept.
 */
export function createKept(
  outputs: readonly KeptOutput[],
  samples: number,
  Memory: new (bytes: number) => ArrayBufferLike = ArrayBuffer,
): Kept[] {
  return outputs.map(({ shape }) => {
    const bytes = samples * sizeOfShape(shape) * Float32Array.BYTES_PER_ELEMENT;
    const floats = (): Float32Array => new Float32Array(new Memory(bytes));
    return { targets: floats(), predictions: floats() };
  });
}

/**
 * Room in memory that threads share, which is used again and again: whatever is thrown away of it is collected so late
 * that it would come to more than a gigabyte.
 */
export class KeptRooms {
  readonly #outputs: readonly KeptOutput[];
  readonly #free: (readonly Kept[])[] = [];

  /**
   * Begins without room.
   *
   * @param outputs What is kept.
   */
  constructor(outputs: readonly KeptOutput[]) {
    this.#outputs = outputs;
  }

  /**
   * Makes room for samples, or finds some.
   *
   * @param samples Number of samples.
   * @returns For each output that is kept; nothing if there is none. What is there before is of no meaning.
   */
  take(samples: number): readonly Kept[] | undefined {
    if (this.#outputs.length === 0) return undefined;
    const room = this.#free.pop();
    return (room && this.#cut(room, samples)) ??
      createKept(this.#outputs, samples, SharedArrayBuffer);
  }

  /**
   * Takes room back.
   *
   * @param kept What {@linkcode KeptRooms.take} gave, and nobody uses any more.
   */
  give(kept: readonly Kept[]): void {
    if (kept.length > 0) this.#free.push(kept);
  }

  /** Its first part, with room for so many samples; nothing if it is too small. */
  #cut(room: readonly Kept[], samples: number): Kept[] | undefined {
    const cut: Kept[] = [];
    for (const [i, { targets, predictions }] of room.entries()) {
      const length = samples * sizeOfShape(this.#outputs[i]?.shape ?? []);
      if (targets.buffer.byteLength < length * targets.BYTES_PER_ELEMENT) return undefined;
      cut.push({
        targets: new Float32Array(targets.buffer, 0, length),
        predictions: new Float32Array(predictions.buffer, 0, length),
      });
    }
    return cut;
  }
}

/** Samples that come one batch after another, as many as there are. */
export class KeptSamples {
  readonly #outputs: readonly KeptOutput[];
  #room: Kept[];
  #capacity = 0;
  #size = 0;

  /**
   * Begins without samples.
   *
   * @param outputs What is kept.
   */
  constructor(outputs: readonly KeptOutput[]) {
    this.#outputs = outputs;
    this.#room = createKept(outputs, 0);
  }

  /** Everything that is kept, until more is added. */
  get all(): Kept[] {
    return this.#room.map(({ targets, predictions }, i) => {
      const end = this.#size * sizeOfShape(this.#outputs[i]?.shape ?? []);
      return { targets: targets.subarray(0, end), predictions: predictions.subarray(0, end) };
    });
  }

  /** Forgets the samples. */
  clear(): void {
    this.#size = 0;
  }

  /**
   * Adds samples behind those that are there.
   *
   * @param kept The samples, of each output that is kept.
   * @param samples Number of samples.
   */
  add(kept: readonly Kept[], samples: number): void {
    if (this.#outputs.length === 0) return;
    const size = this.#size + samples;
    if (size > this.#capacity) this.#grow(Math.max(size, 2 * this.#capacity));
    this.#outputs.forEach(({ shape }, i) => {
      const at = this.#size * sizeOfShape(shape);
      this.#room[i]?.targets.set(kept[i]?.targets ?? [], at);
      this.#room[i]?.predictions.set(kept[i]?.predictions ?? [], at);
    });
    this.#size = size;
  }

  #grow(capacity: number): void {
    const before = this.all;
    this.#room = createKept(this.#outputs, capacity);
    this.#capacity = capacity;
    before.forEach(({ targets, predictions }, i) => {
      this.#room[i]?.targets.set(targets);
      this.#room[i]?.predictions.set(predictions);
    });
  }
}
