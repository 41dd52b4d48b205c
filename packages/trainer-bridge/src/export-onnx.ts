import { resolve } from "node:path";
import { runTrainer } from "./run-trainer.ts";
import type { TrainerContext } from "./run-trainer.ts";
import type { ExportResult } from "./trainer-job.ts";

/** Number format of an ONNX file. */
export type OnnxPrecision = "fp32" | "int8";

/** Options of {@link exportOnnx}. */
export interface ExportOnnxOptions extends TrainerContext {
  /** sentence-transformers folder with safetensors weights. */
  readonly modelFolder: string;
  /**
   * Where the files go; replaced when it exists.
   *
   * @default `onnx` in the model folder
   */
  readonly outputFolder?: string | undefined;
  /**
   * Which files to write: `model.onnx`, `model_int8.onnx`.
   *
   * @default ["fp32", "int8"]
   */
  readonly precisions?: readonly OnnxPrecision[] | undefined;
  /**
   * Texts to compare the files with the torch model on: a list, or a file of JSON lines `{"text"}`.
   *
   * @default ten built-in ones
   */
  readonly checkTexts?: readonly string[] | string | undefined;
  /**
   * CPU threads.
   *
   * @default the cores that the process may use
   */
  readonly threads?: number | undefined;
}

/**
 * Writes a model's encoder as ONNX files and measures how well they agree with it.
 *
 * Inputs are `input_ids`, `attention_mask` and, where the model has them, `token_type_ids` (int64,
 * [batch, length]); the output is `last_hidden_state` ([batch, length, dimensions]): pooling is left to
 * the reader. int8 is dynamic, of the matrix products only, with a scale for each channel.
 *
 * @throws {TrainerBridgeError} `EXPORT_FAILED`, `INVALID_MODEL`, `PICKLE_ONLY`, and the codes of `runTrainer`.
 * @example
 * const { files } = await exportOnnx({ environment, workFolder, modelFolder: "model" });
 * files["fp32"]?.parity.minCosine; // 0.9999999
 */
export async function exportOnnx(options: ExportOnnxOptions): Promise<ExportResult> {
  const { outputFolder, precisions, checkTexts, threads } = options;
  const texts = typeof checkTexts === "string" ? resolve(checkTexts) : checkTexts;
  return await runTrainer({
    ...options,
    job: "export-onnx",
    options: {
      modelFolder: resolve(options.modelFolder),
      ...(outputFolder === undefined ? {} : { outputFolder: resolve(outputFolder) }),
      ...(precisions === undefined ? {} : { precisions }),
      ...(texts === undefined ? {} : { checkTexts: texts }),
      ...(threads === undefined ? {} : { threads }),
    },
  });
}
