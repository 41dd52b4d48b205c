import { IrMetricsError } from "../ir-metrics-error.ts";
import { compareDocIds } from "../ranking/compare-doc-ids.ts";
import type { Grades, Qrels, QueryId } from "../ranking/qrels.ts";
import { descending, inScoreOrder } from "../ranking/rank-by-score.ts";
import type { Run, ScoredDoc } from "../ranking/run.ts";
import { averagePrecisionOf } from "./average-precision.ts";
import { judgeRanking, relevantGrade } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";
import { measureRanking } from "./measure-ranking.ts";
import type { Metric, MetricName } from "./metric.ts";
import { parseMetricName } from "./parse-metric-name.ts";

/**
 * Whose values to reproduce.
 *
 * - `"trec_eval"`: trec_eval 10, the rules of this package.
 * - `"pytrec_eval"`: the same, but scores are rounded to 32 bits before they are ordered, as
 *   trec_eval did before version 10 and pytrec_eval 0.5 still does.
 * - `"sentence-transformers"`: its InformationRetrievalEvaluator. Grades are cut to relevant or
 *   not, equal scores are ordered by document id *ascending*, map@k is divided by
 *   min(k, relevant), and queries without a relevant document are left out of everything.
 */
export type EvaluationConvention = "trec_eval" | "pytrec_eval" | "sentence-transformers";

/** What to measure, and how. */
export interface EvaluateRunOptions {
  /** The metrics; each appears under its own spelling in the result. */
  readonly metrics: readonly MetricName[];
  /**
   * Over which queries to average: all judged ones, those without results as 0 (trec_eval `-c`),
   * or only those that the run answered (trec_eval without `-c`).
   * @default "judged"
   */
  readonly averageOver?: "judged" | "answered";
  /**
   * Whose values to reproduce where tools differ.
   * @default "trec_eval"
   */
  readonly convention?: EvaluationConvention;
}

/** How good a run is, query by query and on average. */
export interface EvaluationResult {
  /** The run's name. */
  readonly runName: string;
  /** Queries in `perQuery` and in the means. */
  readonly queryCount: number;
  /** Judged queries for which the run holds no document, in the order of the qrels. */
  readonly unansweredQueries: readonly QueryId[];
  /** Metric → mean over the queries. */
  readonly means: Readonly<Record<string, number>>;
  /** Query → metric → value, in the order of the qrels. */
  readonly perQuery: ReadonlyMap<QueryId, Readonly<Record<string, number>>>;
}

/**
 * Scores a run against relevance judgments.
 *
 * Scores decide the order, as in trec_eval: a ranking that is not score descending, then document
 * id descending, is put into that order first. Queries of the run without judgments are ignored.
 *
 * @param run One system's ranked lists.
 * @param qrels Relevance judgments.
 * @param options The metrics; further choices have defaults.
 * @returns Means and per-query values.
 * @throws {IrMetricsError} `NO_QUERIES` when nothing is left to average over, `UNKNOWN_METRIC`,
 *   `DUPLICATE_DOCUMENT` when a ranking repeats a document, `INVALID_SCORE`.
 * @example
 * const run = { name: "a", rankings: new Map([["q1", [{ docId: "d1", score: 2 }]]]) };
 * const qrels = new Map([["q1", new Map([["d1", 1]])], ["q2", new Map([["d1", 1]])]]);
 * evaluateRun(run, qrels, { metrics: ["ndcg@10"] }).means; // { "ndcg@10": 0.5 }: q2 has no results
 */
export function evaluateRun(run: Run, qrels: Qrels, options: EvaluateRunOptions): EvaluationResult {
  const metrics = options.metrics.map(parseMetricName);
  const measure = measureBy(options.convention ?? "trec_eval", metrics);
  const perQuery = new Map<QueryId, Readonly<Record<string, number>>>();
  const unansweredQueries: QueryId[] = [];
  for (const [queryId, grades] of qrels) {
    if (options.convention === "sentence-transformers" && !hasRelevant(grades)) continue;
    const ranking = run.rankings.get(queryId) ?? [];
    if (ranking.length === 0) unansweredQueries.push(queryId);
    if (ranking.length === 0 && options.averageOver === "answered") continue;
    perQuery.set(
      queryId,
      inQuery(queryId, () => measure(ranking, grades)),
    );
  }
  if (perQuery.size === 0) throw noQueries(run, qrels);
  const means = meansOf(metrics, perQuery);
  return { runName: run.name, queryCount: perQuery.size, unansweredQueries, means, perQuery };
}

type Measure = (docs: readonly ScoredDoc[], grades: Grades) => Record<string, number>;

function measureBy(convention: EvaluationConvention, metrics: readonly Metric[]): Measure {
  const binaryGrades = convention === "sentence-transformers";
  const valueOf = binaryGrades ? sentenceTransformersValue : measureRanking;
  return (docs, grades) => {
    const ids = orderBy(convention, docs).map((doc) => doc.docId);
    const ranking = judgeRanking(ids, binaryGrades ? binary(grades) : grades);
    const values: Record<string, number> = {};
    for (const metric of metrics) values[metric.name] = valueOf(metric, ranking);
    return values;
  };
}

function orderBy(
  convention: EvaluationConvention,
  docs: readonly ScoredDoc[],
): readonly ScoredDoc[] {
  if (convention === "trec_eval") return inScoreOrder(docs, descending);
  if (convention === "sentence-transformers") return inScoreOrder(docs, compareDocIds);
  const rounded = docs.map(({ docId, score }) => ({ docId, score: Math.fround(score) }));
  return inScoreOrder(rounded, descending);
}

function sentenceTransformersValue(metric: Metric, ranking: JudgedRanking): number {
  if (metric.measure !== "map") return measureRanking(metric, ranking);
  const divisor = Math.min(metric.cutoff ?? Infinity, ranking.ideal.length);
  return averagePrecisionOf(ranking, metric.cutoff, divisor);
}

function binary(grades: Grades): Grades {
  return new Map(Array.from(grades, ([docId, grade]) => [docId, grade >= relevantGrade ? 1 : 0]));
}

function hasRelevant(grades: Grades): boolean {
  return [...grades.values()].some((grade) => grade >= relevantGrade);
}

function meansOf(
  metrics: readonly Metric[],
  perQuery: EvaluationResult["perQuery"],
): Record<string, number> {
  const means: Record<string, number> = {};
  for (const { name } of metrics) {
    let sum = 0;
    for (const values of perQuery.values()) sum += values[name]!;
    means[name] = sum / perQuery.size;
  }
  return means;
}

/** Adds the query to an error about one ranking. */
function inQuery<T>(queryId: QueryId, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof IrMetricsError)) throw error;
    throw new IrMetricsError(error.code, `Query "${queryId}": ${error.message}`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      details: { ...error.details, queryId },
      cause: error,
    });
  }
}

function noQueries(run: Run, qrels: Qrels): IrMetricsError {
  return new IrMetricsError(
    "NO_QUERIES",
    `Expected judged queries to average over, got none: run "${run.name}" ranks ${run.rankings.size} queries, the judgments hold ${qrels.size}.`,
    { hint: "Check that the run and the judgments use the same query ids." },
  );
}
