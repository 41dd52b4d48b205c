import { evaluateRun, type EvaluationResult, type Run } from "@searchfit/ir-metrics";
import { measureLatency } from "../steps/measure-latency.ts";
import { metricNames } from "../steps/metrics.ts";
import { meansBySlice, type Slices } from "./means-by-slice.ts";
import type { NamedModel } from "./open-models.ts";
import { rankDataset, type RankDatasetOptions } from "./rank-dataset.ts";

/** Queries whose time is taken. */
const timedQueries = 100;

/** A model's figures on a judged dataset: the document of `evaluate --json`. */
export interface ModelEvaluation {
  /** The model, as the user named it. */
  readonly model: string;
  /** SHA-256 of the model as it is run. */
  readonly fingerprint: string;
  /** Number format of the weights. */
  readonly precision: string;
  /** Documents searched. */
  readonly corpus: number;
  /** Judged queries. */
  readonly queries: number;
  /** Metric → mean over the queries. */
  readonly means: Readonly<Record<string, number>>;
  /** Means by the attributes of the queries. */
  readonly slices: Slices;
  /** Time to embed a single query, milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number };
}

/** Figures with what they were worked out from. */
export interface EvaluatedModel {
  /** The figures. */
  readonly evaluation: ModelEvaluation;
  /** The ranked lists. */
  readonly run: Run;
  /** The same figures query by query. */
  readonly result: EvaluationResult;
}

/** Measures a model on a judged dataset, over its whole corpus. */
export async function evaluateModel(
  { name, embedder }: NamedModel,
  options: Omit<RankDatasetOptions, "embedder" | "name">,
): Promise<EvaluatedModel> {
  const { dataset } = options;
  const run = await rankDataset({ ...options, embedder, name });
  const result = evaluateRun(run, dataset.qrels, { metrics: metricNames });
  const texts = dataset.queries.slice(0, timedQueries).map(({ text }) => text);
  const { p50, p95 } = await measureLatency(embedder, texts);
  const evaluation = {
    model: name,
    fingerprint: embedder.model.fingerprint,
    precision: embedder.model.precision,
    corpus: dataset.corpus.length,
    queries: result.queryCount,
    means: result.means,
    slices: meansBySlice(result, dataset.queries),
    latencyMs: { p50, p95 },
  };
  return { evaluation, run, result };
}
