import { join } from "node:path";
import { createBm25Index, type Bm25Index } from "@searchfit/hybrid-retrieval";
import { evaluateRun, type EvaluationResult, type Run } from "@searchfit/ir-metrics";
import { writeEmbeddings, type Embedder } from "@searchfit/onnx-embedder";
import { productText, type Product } from "@searchfit/retrieval-dataset";
import type { ChainContext } from "../chain/chain-context.ts";
import { embedInChunks } from "../models/embed-in-chunks.ts";
import { ofLengthOne } from "../models/of-length-one.ts";
import { metricNames } from "./metrics.ts";
import { runFile, writeRun, type RunSide } from "./run-files.ts";
import { rankByEverySystem, systemNames, type CatalogueVectors } from "./systems.ts";
import type { QuerySet } from "./test-queries.ts";

/** Figures of one test: every way to rank, metric by metric. */
export interface TestMeasurement {
  /** Queries that judge. */
  readonly queries: number;
  /** Judged queries without any result. */
  readonly unanswered: number;
  /** Way to rank → metric → mean over the queries. */
  readonly systems: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Figures of one model. */
export interface ModelMeasurement {
  /** Name or folder of the model, without anyone's paths. */
  readonly model: string;
  /** SHA-256 of the model as it is run. */
  readonly fingerprint: string;
  /** Number format of the weights. */
  readonly precision: string;
  /** Products searched. */
  readonly corpus: number;
  /** Values of a vector. */
  readonly dimensions: number;
  /** Test → figures. */
  readonly tests: Readonly<Record<string, TestMeasurement>>;
}

/** A catalogue ready to be searched by BM25 and by a model. */
export interface SearchableCatalogue {
  readonly vectors: CatalogueVectors;
  readonly bm25: Bm25Index;
}

/** What a model is measured with. */
export interface MeasureOptions {
  readonly context: ChainContext;
  readonly embedder: Embedder;
  readonly products: readonly Product[];
  readonly side: Exclude<RunSide, "bm25">;
  /** Folder that the runs and vectors are made in. */
  readonly workFolder: string;
}

/** Embeds the whole catalogue, resuming what was embedded, and keeps the vectors. */
export async function embedCatalogue(options: MeasureOptions): Promise<SearchableCatalogue> {
  const { context, embedder, products, side, workFolder } = options;
  const { terminal, signal } = context;
  const embed = async (texts: readonly string[], name: string) =>
    ofLengthOne(
      await embedInChunks({ embedder, texts, name, workFolder, terminal, signal }),
      embedder,
    );
  const content = await embed(products.map(productText), "content");
  const title = await embed(
    products.map((product) => product.title),
    "titles",
  );
  for (const [field, matrix] of [
    ["content", content],
    ["title", title],
  ] as const) {
    await writeEmbeddings(join(workFolder, vectorsFile(side, field)), matrix);
  }
  const ids = products.map((product) => product.id);
  return { vectors: { ids, content, title }, bm25: indexProducts(products) };
}

/** BM25 over the texts that are embedded. */
export function indexProducts(products: readonly Product[]): Bm25Index {
  return createBm25Index({
    documents: products.map((product) => ({ id: product.id, text: productText(product) })),
  });
}

/** File of a side's vectors in the experiment folder. */
export function vectorsFile(side: Exclude<RunSide, "bm25">, field: "content" | "title"): string {
  return `${side}_${field}.f32`;
}

/** Runs one test through every way to rank, writes the runs, and scores them. */
export async function measureTest(
  options: MeasureOptions,
  catalogue: SearchableCatalogue,
  set: QuerySet,
): Promise<TestMeasurement> {
  const { context, embedder, side, workFolder } = options;
  const { workbench, signal } = context;
  const runs = await rankByEverySystem({
    ...catalogue,
    embedder,
    set,
    threads: workbench.threads,
    signal,
  });
  const systems: Record<string, Readonly<Record<string, number>>> = {};
  let unanswered = 0;
  for (const system of systemNames) {
    await writeRun(workFolder, runFile(side, system, set.name), runs[system]);
    const result = score(runs[system], set);
    systems[system] = result.means;
    if (system === "content") unanswered = result.unansweredQueries.length;
  }
  return { queries: set.qrels.size, unanswered, systems };
}

/** Scores a run with every metric. */
export function score(run: Run, set: QuerySet): EvaluationResult {
  return evaluateRun(run, set.qrels, { metrics: metricNames });
}
