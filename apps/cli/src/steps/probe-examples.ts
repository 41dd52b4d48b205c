import { join } from "node:path";
import { searchExact } from "@searchfit/hybrid-retrieval";
import type { Run } from "@searchfit/ir-metrics";
import { readEmbeddings } from "@searchfit/onnx-embedder";
import type { QueryExample } from "@searchfit/report-md";
import { ofLengthOne } from "../models/of-length-one.ts";
import type { ChainContext } from "../chain/chain-context.ts";
import { shown, shownProducts } from "./choose-examples.ts";
import { modelFolder } from "./fine-tune.ts";
import { vectorsFile } from "./measure-model.ts";

/** Queries that every catalogue is asked, relevant products or not. */
const probeQueries = [
  "gift for someone who loves cooking",
  "comfortable running shoes for men",
  "budget friendly electronics for kids",
  "waterproof jacket for hiking in rain",
  "wireless noise cancelling headphones",
] as const;

/** The probe queries by both models; nobody judged them, so they are shown and not counted. */
export async function probeExamples(
  context: ChainContext,
  titles: ReadonlyMap<string, string>,
): Promise<QueryExample[]> {
  const base = (await context.workbench.baseModel()).folder;
  const tuned = join(context.experiment.folder, modelFolder);
  // The titles are in the order of the catalogue, as the rows of the vectors are.
  const docIds = [...titles.keys()];
  const before = await probe(context, { folder: base, side: "baseline", docIds });
  const after = await probe(context, { folder: tuned, side: "finetuned", docIds });
  return probeQueries.map((query) => ({
    query,
    reason: "probe",
    baseline: shown(before.rankings.get(query) ?? [], titles),
    candidate: shown(after.rankings.get(query) ?? [], titles),
  }));
}

interface ProbedModel {
  readonly folder: string;
  readonly side: "baseline" | "finetuned";
  readonly docIds: readonly string[];
}

async function probe(
  { experiment, workbench, signal }: ChainContext,
  { folder, side, docIds }: ProbedModel,
): Promise<Run> {
  const embedder = await workbench.embedder(folder);
  const documents = await readEmbeddings(join(experiment.folder, vectorsFile(side, "content")));
  return searchExact({
    queries: ofLengthOne(await embedder.embedQueries(probeQueries, { signal }), embedder),
    documents,
    queryIds: probeQueries,
    docIds,
    topK: Math.min(shownProducts, documents.rows),
    name: side,
    threads: workbench.threads,
    signal,
  });
}
