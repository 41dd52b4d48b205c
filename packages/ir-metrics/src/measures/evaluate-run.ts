import { IrMetricsError } from "../ir-metrics-error.ts";
import { compareDocIds } from "../ranking/compare-doc-ids.ts";
import type { Grades, Qrels, QueryId } from "../ranking/qrels.ts";
import { descending, inScoreOrder } from "../ranking/rank-by-score.ts";
import type { Run, ScoredDoc } from "../ranking/run.ts";
import { averagePrecisionOf } from "./average-precision.ts";
import { inQuery } from "./in-query.ts";
import { judgeDocs } from "./judge-docs.ts";
import type { JudgingRules } from "./judge-docs.ts";
import { checkedCutoff } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";
import { meansOf } from "./means-of.ts";
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
  /**
   * Lowest grade that counts as relevant, an integer ≥ 1 (trec_eval `-l`). nDCG is not changed by
   * it: there the grade itself is the gain, and all above 0 count.
   * @default 1
   */
  readonly relevanceLevel?: number;
  /**
   * Documents of each list to look at, an integer ≥ 1 (trec_eval `-M`); null for all.
   * @default null
   */
  readonly depth?: number | null;
  /**
   * What to do with documents that nobody judged: leave them in the list as not relevant, or
   * condense the list to judged documents first (trec_eval `-J`), after `depth` was applied.
   * Negative grades then count as unjudged.
   * @default "not-relevant"
   */
  readonly unjudged?: "not-relevant" | "removed";
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
 * @throws {RangeError} When `relevanceLevel` or `depth` is not an integer ≥ 1.
 * @example
 * const run = { name: "a", rankings: new Map([["q1", [{ docId: "d1", score: 2 }]]]) };
 * const qrels = new Map([["q1", new Map([["d1", 1]])], ["q2", new Map([["d1", 1]])]]);
 * evaluateRun(run, qrels, { metrics: ["ndcg@10"] }).means; // { "ndcg@10": 0.5 }: q2 has no results
 */
export function evaluateRun(run: Run, qrels: Qrels, options: EvaluateRunOptions): EvaluationResult {
  const rules = rulesOf(options);
  const perQuery = new Map<QueryId, Readonly<Record<string, number>>>();
  const unansweredQueries: QueryId[] = [];
  const leavesOut = options.convention === "sentence-transformers";
  for (const [queryId, grades] of qrels) {
    if (leavesOut && !hasRelevant(grades, rules.relevanceLevel)) continue;
    const ranking = run.rankings.get(queryId) ?? [];
    if (ranking.length === 0) unansweredQueries.push(queryId);
    if (ranking.length === 0 && options.averageOver === "answered") continue;
    perQuery.set(
      queryId,
      inQuery(queryId, () => measure(ranking, grades, rules)),
    );
  }
  if (perQuery.size === 0) throw noQueries(run, qrels);
  const names = rules.metrics.map(({ name }) => name);
  return {
    runName: run.name,
    queryCount: perQuery.size,
    unansweredQueries,
    means: meansOf(names, perQuery),
    perQuery,
  };
}

/** The options of one evaluation, read and with their defaults. */
interface EvaluationRules extends JudgingRules {
  readonly metrics: readonly Metric[];
  readonly convention: EvaluationConvention;
}

function rulesOf(options: EvaluateRunOptions): EvaluationRules {
  const { relevanceLevel = 1, depth = null, unjudged = "not-relevant" } = options;
  if (!Number.isSafeInteger(relevanceLevel) || relevanceLevel < 1)
    throw new RangeError(
      `Expected the relevance level to be an integer of 1 or more, got ${relevanceLevel}.`,
    );
  if (depth !== null) checkedCutoff(depth);
  return {
    metrics: options.metrics.map(parseMetricName),
    convention: options.convention ?? "trec_eval",
    relevanceLevel,
    depth,
    condensed: unjudged === "removed",
  };
}

function measure(
  docs: readonly ScoredDoc[],
  grades: Grades,
  rules: EvaluationRules,
): Record<string, number> {
  const { convention, metrics } = rules;
  const asSentenceTransformers = convention === "sentence-transformers";
  const valueOf = asSentenceTransformers ? sentenceTransformersValue : measureRanking;
  const judgments = asSentenceTransformers ? binary(grades, rules.relevanceLevel) : grades;
  const relevanceLevel = asSentenceTransformers ? 1 : rules.relevanceLevel;
  const ranking = judgeDocs(orderBy(convention, docs), judgments, { ...rules, relevanceLevel });
  const values: Record<string, number> = {};
  for (const metric of metrics) values[metric.name] = valueOf(metric, ranking);
  return values;
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
  const divisor = Math.min(metric.cutoff ?? Infinity, ranking.relevantCount);
  return averagePrecisionOf(ranking, metric.cutoff, divisor);
}

function binary(grades: Grades, relevanceLevel: number): Grades {
  return new Map(Array.from(grades, ([docId, grade]) => [docId, grade >= relevanceLevel ? 1 : 0]));
}

function hasRelevant(grades: Grades, relevanceLevel: number): boolean {
  return [...grades.values()].some((grade) => grade >= relevanceLevel);
}

function noQueries(run: Run, qrels: Qrels): IrMetricsError {
  return new IrMetricsError(
    "NO_QUERIES",
    `Expected judged queries to average over, got none: run "${run.name}" ranks ${run.rankings.size} queries, the judgments hold ${qrels.size}.`,
    { hint: "Check that the run and the judgments use the same query ids." },
  );
}
