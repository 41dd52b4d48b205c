import { EmbedServerError } from "../embed-server-error.ts";
import type { ServedModel, ServedModels } from "./served-models.ts";

/** One model, whatever the database says; vectors that another one made are not searched with it. */
export function oneModel(model: ServedModel): ServedModels {
  const own = model.encoder.embedder.model.fingerprint;
  const check = async (fingerprint: string | null): Promise<ServedModel> => {
    if (fingerprint === null || fingerprint === own) return model;
    throw new EmbedServerError(
      "MODEL_MISMATCH",
      `Expected the table's vectors to be of ${model.id.slice(0, 200)} (${own.slice(0, 12)}), got those of the model ${fingerprint.slice(0, 12)}.`,
      {
        hint: "Serve the model that made the vectors, or start the server with --follow and both model folders.",
        details: { expected: own, actual: fingerprint },
      },
    );
  };
  return {
    current: async () => model,
    ofVectors: check,
    holding: check,
    refresh: async () => undefined,
    held: () => [model],
  };
}
