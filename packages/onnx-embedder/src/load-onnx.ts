import { join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { OnnxEmbedderError } from "./onnx-embedder-error.ts";

/** Where an export lies. */
export interface OnnxPlace {
  /** Model folder. */
  readonly path: string;
  /** ONNX file relative to the folder. */
  readonly onnxFile: string;
}

/** Threads wait for work by spinning within a run; after it they sleep, so that others get their cores. */
const stopSpinning = { session: { force_spinning_stop: "1" } };

/** Loads an export on the CPU, or throws `MODEL_FILE_INVALID`. */
export async function loadOnnx(place: OnnxPlace, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(join(place.path, place.onnxFile), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: "all",
      logSeverityLevel: 3,
      extra: stopSpinning,
    });
  } catch (cause) {
    throw new OnnxEmbedderError(
      "MODEL_FILE_INVALID",
      `${place.onnxFile} in ${place.path}: expected an ONNX model, but it cannot be loaded: ${String(cause).slice(0, 200)}.`,
      { hint: "Export the model again.", cause },
    );
  }
}
