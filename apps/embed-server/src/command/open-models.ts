import { EmbedServerError } from "../embed-server-error.ts";
import { followModels } from "../models/follow-models.ts";
import { oneModel } from "../models/one-model.ts";
import type { ServedModels } from "../models/served-models.ts";
import { loadModel, requireFolder } from "./load-model.ts";
import type { OpenedDatabase } from "./open-database.ts";
import type { ServeSettings } from "./read-settings.ts";

/** Models and how to close them. */
export interface OpenedModels {
  /** Which model answers. */
  readonly models: ServedModels;
  /** Closes them. */
  readonly close: () => Promise<void>;
}

/** Loads the model, or those that the database names. */
export async function openModels(
  settings: ServeSettings,
  database: OpenedDatabase | undefined,
  onEvent: (message: string) => void,
): Promise<OpenedModels> {
  const [folder, ...others] = settings.models;
  for (const one of [folder, ...others]) await requireFolder(one);
  if (!settings.follow) {
    const model = await loadModel(settings, { folder, precision: settings.precision });
    return { models: oneModel(model), close: () => model.encoder.embedder.close() };
  }
  if (database === undefined) throw new EmbedServerError("INVALID_SETTING", "Expected a database.");
  const models = await followModels({
    folders: [folder, ...others],
    precision: settings.precision,
    readTable: database.tableModels,
    load: (place) => loadModel(settings, place),
    onEvent,
  });
  return { models, close: () => models.close() };
}
