/**
 * The matrix product against tfjs's own, and against what 128-bit SIMD can do at most.
 *
 * @module
 */
import type * as Comlink from "comlink";
import { readBeside } from "../src/files/beside.ts";
import { compileGemm, createGemm } from "../src/engine/gemm/gemm.ts";
import { compete, type Contestant, type Score } from "./_contest.ts";
import type { Stock } from "./_stock_worker.ts";

/** One product of a training step. */
export interface ProductShape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Which operands lie transposed: "", "A" or "B". */
  readonly transposed: string;
}

const CEILING_TIMES = 1_000_000;
const CEILING_OPERATIONS = CEILING_TIMES * 12 * 4 * 2;

/** What 128-bit SIMD can do at most, as a contestant: arithmetic that never leaves the registers. */
export async function ceiling(): Promise<Contestant> {
  const binary = await readBeside(new URL("./ceiling.wasm", import.meta.url));
  const { instance } = await WebAssembly.instantiate(binary);
  const { run } = instance.exports as unknown as { run(times: number, x: number): number };
  // V8 compiles the program well only after it has run for a while.
  for (let i = 0; i < 30; i++) run(CEILING_TIMES / 10, 0.001);
  return {
    framework: "ceiling",
    name: "ceiling",
    amount: CEILING_OPERATIONS,
    round: () => {
      const began = performance.now();
      run(CEILING_TIMES, 0.001);
      return (performance.now() - began) / 1000;
    },
  };
}

/** The products of a step of the perceptron: forward, gradient of the weights, gradient of the inputs. */
export function stepProducts(batch: number, widths: readonly number[]): ProductShape[] {
  return widths.slice(1).flatMap((columns, i) => {
    const inner = widths[i] ?? 0;
    const forward = { rows: batch, inner, columns, transposed: "" };
    const weights = { rows: inner, inner: batch, columns, transposed: "A" };
    const inputs = { rows: batch, inner: columns, columns: inner, transposed: "B" };
    // Nothing needs the gradient of the network's input.
    return i === 0 ? [forward, weights] : [forward, weights, inputs];
  });
}

/** Floating-point operations of a product. */
export function operationsOf({ rows, inner, columns }: ProductShape): number {
  return 2 * rows * inner * columns;
}

/**
 * Measures one product on tandem's kernel and on the stock one, beside the ceiling.
 *
 * @param shape The product.
 * @param stock tfjs's WASM backend.
 * @param top The ceiling.
 * @param rounds Number of rounds.
 * @returns Operations per second of each.
 */
export async function measureProduct(
  shape: ProductShape,
  stock: Comlink.Remote<Stock>,
  top: Contestant,
  rounds: number,
): Promise<Score[]> {
  const { rows, inner, columns, transposed } = shape;
  const operations = operationsOf(shape);
  const ours = await ownProduct(shape);
  // About 20 ms a round of ours, a few of tfjs's, whose transposed product takes long.
  const times = Math.max(1, Math.round(1e9 / operations));
  const stockTimes = transposed === "" ? times : Math.max(1, Math.round(times / 20));
  return await compete([
    top,
    {
      framework: "tandem",
      name: "tandem",
      amount: operations * times,
      round: () => {
        const began = performance.now();
        for (let i = 0; i < times; i++) ours();
        return (performance.now() - began) / 1000;
      },
    },
    {
      framework: "tfjs",
      name: "tfjs",
      amount: operations * stockTimes,
      round: () => stock.multiply(rows, inner, columns, transposed, stockTimes),
    },
  ], rounds);
}

async function ownProduct({ rows, inner, columns, transposed }: ProductShape): Promise<() => void> {
  const module = await compileGemm("relaxed");
  if (!module) throw new Error("Cannot measure: this machine does not run relaxed SIMD");
  const memory = new WebAssembly.Memory({ initial: 256 });
  let next = 64;
  const allocate = (bytes: number): number => {
    const address = next;
    next += Math.ceil(bytes / 64) * 64;
    const missing = next - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65536));
    return address;
  };
  const engine = createGemm(module, memory, allocate);
  const [a, b, out] = [rows * inner, inner * columns, rows * columns].map((size) => {
    const address = allocate(size * 4);
    new Float32Array(memory.buffer, address, size).fill(1);
    return address;
  });
  const [transposeA, transposeB] = [transposed.includes("A"), transposed.includes("B")];
  const product = { rows, inner, columns, transposeA, transposeB, a: a ?? 0, b: b ?? 0 };
  return () => engine.multiply({ ...product, out: out ?? 0 });
}
