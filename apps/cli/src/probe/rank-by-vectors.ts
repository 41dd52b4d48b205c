import { join } from "node:path";
import { searchExact } from "@searchfit/hybrid-retrieval";
import { readEmbeddings } from "@searchfit/onnx-embedder";
import type { RankedProduct } from "@searchfit/report-md";
import type { Product } from "@searchfit/retrieval-dataset";
import { ofLengthOne } from "../models/of-length-one.ts";
import { CliError } from "../cli-error.ts";
import type { Models } from "../judged/open-models.ts";
import { vectorsFile } from "../steps/measure-model.ts";

/** What is searched for, and in which experiment. */
export interface RankByVectorsOptions {
  /** Opens the model. */
  readonly models: Models;
  /** The experiment folder. */
  readonly folder: string;
  /** Its catalogue. */
  readonly products: readonly Product[];
  /** What is typed. */
  readonly queries: readonly string[];
  /** Products to show. */
  readonly topK: number;
}

/** One of the experiment's models. */
export interface ModelSide {
  /** Whose vectors. */
  readonly side: "baseline" | "finetuned";
  /** Folder or id of the model. */
  readonly model: string;
  /** SHA-256 of the model that made the vectors. */
  readonly fingerprint: string;
}

/**
 * The best products of each query by one model.
 *
 * @throws {CliError} `MODEL_CHANGED` when the model is not the one that made the vectors,
 *   `EXPERIMENT_INCOMPLETE` when they are of another catalogue.
 */
export async function rankByVectors(
  { models, folder, products, queries, topK }: RankByVectorsOptions,
  { side, model, fingerprint }: ModelSide,
): Promise<readonly (readonly RankedProduct[])[]> {
  const { embedder } = await models.open(model);
  const hint = "searchfit train brings them together again.";
  if (embedder.model.fingerprint !== fingerprint) {
    const message = `The vectors in ${vectorsFile(side, "content")} were made by another model than ${model} is now.`;
    throw new CliError("MODEL_CHANGED", message, { hint });
  }
  const documents = await readEmbeddings(join(folder, vectorsFile(side, "content")));
  if (documents.rows !== products.length) {
    const message = `Expected vectors of ${products.length} products in ${vectorsFile(side, "content")}, got ${documents.rows}.`;
    throw new CliError("EXPERIMENT_INCOMPLETE", message, { hint });
  }
  const queryIds = queries.map((_, index) => String(index));
  const run = await searchExact({
    queries: ofLengthOne(await embedder.embedQueries(queries), embedder),
    documents,
    queryIds,
    docIds: products.map(({ id }) => id),
    topK: Math.min(topK, documents.rows),
    name: side,
    threads: models.threads,
    signal: models.signal,
  });
  const titles = new Map(products.map(({ id, title }) => [id, title]));
  return queryIds.map((id) =>
    (run.rankings.get(id) ?? []).map(({ docId, score }) => ({
      docId,
      title: titles.get(docId) ?? docId,
      score,
    })),
  );
}
