import { inEngine } from "./in-engine.ts";
import type { Matrix } from "./matrix.ts";

/** A session of onnxruntime with a graph of ours; loads the engine at its first use. */
export async function openSession(graph: Uint8Array, threads: number | undefined) {
  const { InferenceSession, Tensor } = await inEngine(() => import("onnxruntime-node"));
  const session = await inEngine(() =>
    InferenceSession.create(graph, {
      logSeverityLevel: 3,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    }),
  );
  const tensorOf = ({ data, rows, dimensions }: Matrix) =>
    new Tensor("float32", data, [rows, dimensions]);
  return { session, tensorOf, Tensor };
}
