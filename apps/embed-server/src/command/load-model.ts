import { stat } from "node:fs/promises";
import {
  createEmbedderPool,
  type CreateEmbedderPoolOptions,
  type Embedder,
  type Precision,
} from "@searchfit/onnx-embedder";
import { EmbedServerError } from "../embed-server-error.ts";
import { createEncoder } from "../encoding/create-encoder.ts";
import type { ServedModel } from "../models/served-models.ts";
import type { ServeSettings } from "./read-settings.ts";

/** Loads a model in threads of its own, and once more for requests that come one after another, over more cores. */
export async function loadModel(
  settings: ServeSettings,
  { folder, precision }: { readonly folder: string; readonly precision: Precision },
): Promise<ServedModel> {
  const { workers, threads, aloneThreads, batchTokens, limits } = settings;
  const model = { folder, precision };
  const pool = await createEmbedderPool({ ...model, workers, threads });
  const alone = aloneThreads > threads ? await openBeside(pool, model, aloneThreads) : pool;
  const close = async () => {
    await Promise.all([...new Set([pool, alone])].map((one) => one.close()));
  };
  const { maxWaiting } = limits;
  const embedder = { ...pool, close };
  const sizes = { concurrency: workers, batchTokens, maxWaiting };
  return { id: folder, encoder: createEncoder({ embedder, alone, ...sizes }) };
}

/** Opens the model once more; closes the first one when that fails. */
async function openBeside(
  pool: Embedder,
  model: CreateEmbedderPoolOptions,
  threads: number,
): Promise<Embedder> {
  try {
    return await createEmbedderPool({ ...model, threads });
  } catch (error) {
    await pool.close();
    throw error;
  }
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
