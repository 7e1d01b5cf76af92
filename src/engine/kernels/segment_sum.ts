/**
 * The sum of rows by segments, which is the gradient of an embedding: the cpu backend goes through all rows once for
 * each segment.
 *
 * @module
 */
import { sizeOfShape } from "../../arrays/shape.ts";
import { registerOwn } from "./_registry.ts";
import type { OwnKernel } from "./own_kernel.ts";

interface Attributes {
  readonly numSegments: number;
}

const SEGMENT_SUM: OwnKernel<Attributes, "x" | "segmentIds"> = {
  name: "UnsortedSegmentSum",
  outputShapes({ x, segmentIds }, { numSegments }): number[][] | undefined {
    const oneForEachRow = segmentIds.dtype === "int32" && segmentIds.shape.length === 1 &&
      segmentIds.shape[0] === x.shape[0];
    return x.dtype === "float32" && oneForEachRow
      ? [[numSegments, ...x.shape.slice(1)]]
      : undefined;
  },
  bind(engine, { x, segmentIds }, [out], { numSegments }): () => void {
    const [rows = 0, ...row] = x.shape;
    const columns = sizeOfShape(row);
    const [matrix, ids, into] = [x.address, segmentIds.address, out.address];
    return () => engine.sumSegments(matrix, ids, rows, columns, numSegments, into);
  },
};

/** Puts the kernel into tfjs's registry. */
export function registerSegmentSum(): void {
  registerOwn(SEGMENT_SUM);
}
