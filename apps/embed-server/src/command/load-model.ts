import { stat } from "node:fs/promises";
import { createEmbedderPool, type Precision } from "@searchfit/onnx-embedder";
import { EmbedServerError } from "../embed-server-error.ts";
import { createEncoder } from "../encoding/create-encoder.ts";
import type { ServedModel } from "../models/served-models.ts";
import type { ServeSettings } from "./read-settings.ts";

/** Loads a model in threads of its own. */
export async function loadModel(
  settings: ServeSettings,
  { folder, precision }: { readonly folder: string; readonly precision: Precision },
): Promise<ServedModel> {
  const { workers, threads, batchTokens, limits } = settings;
  const embedder = await createEmbedderPool({ folder, precision, workers, threads });
  const { maxWaiting } = limits;
  const encoder = createEncoder({ embedder, concurrency: workers, batchTokens, maxWaiting });
  return { id: folder, encoder };
}

/** Throws `MODEL_FOLDER_MISSING` when a folder is not there. */
export async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new EmbedServerError(
    "MODEL_FOLDER_MISSING",
    `Expected the model to be a folder, got "${folder.slice(0, 200)}", which is none.`,
    {
      hint: "Give --model or EMBED_MODEL_ID the folder of a model with onnx/model.onnx, for example experiments/default/model; names of hub models are not looked up.",
      details: { folder },
    },
  );
}
