import type { Embedder } from "@searchfit/onnx-embedder";
import type { Database, EmbeddingModel, StrategyName, TableNames } from "@searchfit/pg-corpus";

/** A table and the model that it is switched to. */
export interface ReembedJob {
  /** The database. */
  readonly db: Database;
  /** Names of the table and its columns. */
  readonly table: TableNames;
  /** The new model, loaded. */
  readonly embedder: Embedder;
  /** What the database remembers of it. */
  readonly model: EmbeddingModel;
  /** How the table comes to its new vectors. @default as begun, or as the table's last one; else columns */
  readonly strategy?: StrategyName;
  /** Stops between two batches; what was written stays. */
  readonly signal?: AbortSignal;
}

/** What the database remembers of a loaded model. */
export function modelOf({ model }: Embedder, name = model.path): EmbeddingModel {
  const { fingerprint, precision, dimensions } = model;
  return { name, fingerprint, precision, dimensions };
}

/** How far filling is. */
export interface FillProgress {
  /** Active products with new vectors. */
  readonly done: number;
  /** Active products. */
  readonly total: number;
  /** Products a second in this call. */
  readonly perSecond: number;
}
