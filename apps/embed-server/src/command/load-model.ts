import { stat } from "node:fs/promises";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { EmbedServerError } from "../embed-server-error.ts";
import type { ServeSettings } from "./read-settings.ts";

/** Loads the model, or says that its folder is not there. */
export async function loadModel(settings: ServeSettings): Promise<Embedder> {
  const { model: folder, precision, threads } = settings;
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new EmbedServerError(
      "MODEL_FOLDER_MISSING",
      `Expected the model to be a folder, got "${folder.slice(0, 200)}", which is none.`,
      {
        hint: "Give --model or EMBED_MODEL_ID the folder of a model with onnx/model.onnx, for example experiments/default/model; names of hub models are not looked up.",
        details: { folder },
      },
    );
  }
  return createEmbedder({ folder, precision, threads });
}
