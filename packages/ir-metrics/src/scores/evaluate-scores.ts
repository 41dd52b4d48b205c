import { IrMetricsError } from "../ir-metrics-error.ts";
import { meansOf } from "../measures/means-of.ts";
import type { EvaluationResult } from "../measures/evaluate-run.ts";
import { checkedCutoff, judgmentsOf } from "../measures/judged-ranking.ts";
import type { JudgedRanking } from "../measures/judged-ranking.ts";
import { measureRanking } from "../measures/measure-ranking.ts";
import type { MetricName } from "../measures/metric.ts";
import { parseMetricName } from "../measures/parse-metric-name.ts";
import type { DocId, Grades, Qrels, QueryId } from "../ranking/qrels.ts";
import { createDocOrder } from "./doc-order.ts";
import { createRankCounter } from "./rank-counter.ts";
import type { RankCounter } from "./rank-counter.ts";

/** What the rows and columns of the scores are. */
export interface ScoredCorpus {
  /** Name of the run in the result. */
  readonly name: string;
  /** The query of each row, each once. */
  readonly queryIds: readonly QueryId[];
  /** The document of each column, each once. */
  readonly docIds: readonly DocId[];
  /** Relevance judgments; all their queries are measured. */
  readonly qrels: Qrels;
}

/** What to measure from scores. */
export interface EvaluateScoresOptions {
  /** The metrics, as for `evaluateRun`. */
  readonly metrics: readonly MetricName[];
  /**
   * Lowest grade that counts as relevant, an integer ≥ 1.
   * @default 1
   */
  readonly relevanceLevel?: number;
  /**
   * Documents of each ranking to look at, an integer ≥ 1; null ranks the whole corpus.
   * @default null
   */
  readonly depth?: number | null;
}

/** A rectangle of the scores of all queries for all documents. */
export interface ScoreBlock {
  /** Row-major, shape [queries, documents]; higher is better. It is only read, and not kept. */
  readonly scores: Float32Array | Float64Array;
  /** Row of the first query, in `queryIds`. */
  readonly firstQuery: number;
  /** Queries in the block. */
  readonly queries: number;
  /** Column of the first document, in `docIds`. */
  readonly firstDocument: number;
  /** Documents in the block. */
  readonly documents: number;
}

/** An evaluation under way. */
export interface ScoreEvaluation {
  /** Takes a block; blocks may come in any order and must not overlap. */
  add(block: ScoreBlock): void;
  /** The evaluation, once every query has a score for every document. */
  finish(): EvaluationResult;
}

/**
 * Evaluates the ranking of a whole corpus from its scores, block by block: counts what stands above
 * each judged document instead of sorting, and is exact, ties included. The result is what
 * `evaluateRun` gives for the sorted lists.
 *
 * A block of a query can be counted when the scores of its judged documents are known; it is kept
 * until then. So memory is smallest where the documents that are judged come first.
 *
 * @param corpus What rows and columns are. Judged documents that are not in it are not found;
 *   judged queries that are not in it count 0 and are listed as unanswered.
 * @param options Metrics, relevance level and depth.
 * @returns An evaluation that takes blocks. `add` and `finish` throw `INVALID_SCORE` when the score of a
 *   judged document is not finite, or another one NaN where a rank depends on it (infinite ones
 *   stand above or below everything), and `INCOMPLETE_SCORES` when a part is missing; `add` a `RangeError` when a block does not fit or
 *   comes twice.
 * @throws {IrMetricsError} `UNKNOWN_METRIC`, `NO_QUERIES` when nothing is judged,
 *   `DUPLICATE_DOCUMENT` when `docIds` repeats an id.
 * @throws {RangeError} When `queryIds` repeats an id, or an option is out of range.
 * @example
 * const qrels = new Map([["q", new Map([["b", 1]])]]);
 * const corpus = { name: "dense", queryIds: ["q"], docIds: ["a", "b", "c"], qrels };
 * const evaluation = evaluateScores(corpus, { metrics: ["mrr"] });
 * const scores = Float32Array.of(0.9, 0.5, 0.1);
 * evaluation.add({ scores, firstQuery: 0, queries: 1, firstDocument: 0, documents: 3 });
 * evaluation.finish().means; // { mrr: 0.5 }: one document stands above "b"
 */
export function evaluateScores(
  corpus: ScoredCorpus,
  options: EvaluateScoresOptions,
): ScoreEvaluation {
  const rules = rulesOf(options);
  if (corpus.qrels.size === 0)
    throw new IrMetricsError("NO_QUERIES", "Expected judged queries to average over, got none.");
  const order = createDocOrder(corpus.docIds);
  if (new Set(corpus.queryIds).size !== corpus.queryIds.length)
    throw new RangeError("Expected each query once in queryIds, got one again.");
  const counters = corpus.queryIds.map((queryId) =>
    createRankCounter({ queryId, order, docs: trackedDocs(corpus.qrels.get(queryId), rules) }),
  );
  return {
    add: (block) => {
      addBlock(checkedBlock(block, corpus), counters);
    },
    finish: () => finish(corpus, counters, rules),
  };
}

type Rules = ReturnType<typeof rulesOf>;

function rulesOf({ metrics, relevanceLevel = 1, depth = null }: EvaluateScoresOptions) {
  const read = metrics.map(parseMetricName);
  const wantsAllJudged = read.some(({ measure }) => measure === "bpref" || measure === "judged");
  if (!Number.isSafeInteger(relevanceLevel) || relevanceLevel < 1)
    throw new RangeError(
      `Expected the relevance level to be an integer of 1 or more, got ${relevanceLevel}.`,
    );
  if (depth !== null) checkedCutoff(depth);
  return { metrics: read, wantsAllJudged, relevanceLevel, depth };
}

/** The judged documents whose ranks matter: those without gain only for `bpref` and `judged`. */
function trackedDocs(grades: Grades | undefined, { wantsAllJudged }: Rules): readonly DocId[] {
  const judged = [...(grades ?? [])];
  return judged.filter(([, grade]) => wantsAllJudged || grade > 0).map(([docId]) => docId);
}

function checkedBlock(block: ScoreBlock, { queryIds, docIds }: ScoredCorpus): ScoreBlock {
  const { scores, firstQuery, queries, firstDocument, documents } = block;
  for (const count of [firstQuery, queries, firstDocument, documents]) {
    if (Number.isSafeInteger(count) && count >= 0) continue;
    throw new RangeError(`Expected the block's numbers to be integers of 0 or more, got ${count}.`);
  }
  if (firstQuery + queries > queryIds.length || firstDocument + documents > docIds.length)
    throw new RangeError(
      `Expected a block within ${queryIds.length} queries and ${docIds.length} documents, got one up to query ${firstQuery + queries} and document ${firstDocument + documents}.`,
    );
  if (scores.length !== queries * documents)
    throw new RangeError(
      `Expected ${queries} × ${documents} scores in the block, got ${scores.length}.`,
    );
  return block;
}

function addBlock(block: ScoreBlock, counters: readonly RankCounter[]): void {
  const { scores, firstQuery, queries, firstDocument, documents } = block;
  for (let row = 0; row < queries; row++) {
    const counter = counters[firstQuery + row]!;
    counter.add(scores.subarray(row * documents, (row + 1) * documents), firstDocument);
  }
}

function finish(
  { name, queryIds, docIds, qrels }: ScoredCorpus,
  counters: readonly RankCounter[],
  rules: Rules,
): EvaluationResult {
  const places = new Map(queryIds.map((queryId, place) => [queryId, place]));
  const perQuery = new Map<QueryId, Readonly<Record<string, number>>>();
  const unansweredQueries: QueryId[] = [];
  const depth = Math.min(docIds.length, rules.depth ?? docIds.length);
  for (const [queryId, grades] of qrels) {
    const place = places.get(queryId);
    const ranks = place === undefined ? new Map<DocId, number>() : counters[place]!.finish();
    const retrieved = place === undefined ? 0 : depth;
    if (retrieved === 0) unansweredQueries.push(queryId);
    const ranking = judgedAt(ranks, grades, { ...rules, retrieved });
    const values: Record<string, number> = {};
    for (const metric of rules.metrics) values[metric.name] = measureRanking(metric, ranking);
    perQuery.set(queryId, values);
  }
  const names = rules.metrics.map((metric) => metric.name);
  const means = meansOf(names, perQuery);
  return { runName: name, queryCount: perQuery.size, unansweredQueries, means, perQuery };
}

function judgedAt(
  ranks: ReadonlyMap<DocId, number>,
  grades: Grades,
  { relevanceLevel, retrieved }: { readonly relevanceLevel: number; readonly retrieved: number },
): JudgedRanking {
  const found = [...ranks].filter(([, rank]) => rank <= retrieved).sort((a, b) => a[1] - b[1]);
  return {
    ...judgmentsOf(grades, relevanceLevel),
    retrieved,
    ranks: found.map(([, rank]) => rank),
    grades: found.map(([docId]) => grades.get(docId)!),
  };
}
