import {
  compareRuns,
  evaluateRun,
  type MetricComparison,
  type Qrels,
  type Run,
} from "@searchfit/ir-metrics";
import type { CapturedQuery } from "../live-capture.ts";
import { resultKeys } from "./result-keys.ts";

/** Judged queries. */
export interface JudgedQueries {
  /** Query text → ids: judged queries of the same text count each. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Judgments of those ids. */
  readonly qrels: Qrels;
}

/** Relevance of two captures' results, over the judged queries that both have. */
export interface JudgedComparison {
  /** Queries. */
  readonly queryCount: number;
  /** Metric → both means, their difference with interval and p-value, wins and losses. */
  readonly metrics: Readonly<Record<string, MetricComparison>>;
}

/** NDCG and MRR of the lists as the API gave them; undefined when no query of both is judged. */
export function compareJudged(
  pairs: readonly (readonly [before: CapturedQuery, after: CapturedQuery])[],
  { ids, qrels }: JudgedQueries,
  k: number,
): JudgedComparison | undefined {
  const judged = pairs.flatMap(([before, after]) =>
    (ids.get(before.query) ?? []).flatMap((id) => {
      const grades = qrels.get(id);
      return grades === undefined ? [] : [{ id, grades, before, after }];
    }),
  );
  if (judged.length === 0) return undefined;
  const asked: Qrels = new Map(judged.map(({ id, grades }) => [id, grades]));
  const metrics = [`ndcg@${k}`, `mrr@${k}`] as const;
  const [before, after] = (["before", "after"] as const).map((side) => {
    const rankings = new Map(judged.map((one) => [one.id, ranking(one[side])]));
    return evaluateRun({ name: side, rankings } satisfies Run, asked, { metrics });
  });
  if (before === undefined || after === undefined) return undefined;
  return { queryCount: judged.length, metrics: compareRuns(before, after).metrics };
}

/** The API's own order, whatever its scores are. */
function ranking(query: CapturedQuery) {
  const ids = resultKeys(query);
  return ids.map((docId, index) => ({ docId, score: ids.length - index }));
}
