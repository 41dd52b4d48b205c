import type { EvaluationResult, Run } from "@searchfit/ir-metrics";
import { chooseExampleQueries, type QueryExample, type RankedProduct } from "@searchfit/report-md";
import { firstRelevant } from "./first-relevant.ts";
import { primaryMetric } from "./metrics.ts";
import type { QuerySet, TestName } from "./test-queries.ts";

/** Products of a list that are shown. */
export const shownProducts = 5;

/** What examples are chosen from. */
export interface ChooseExamplesOptions {
  readonly set: QuerySet & { readonly name: TestName };
  readonly baseline: EvaluationResult;
  readonly candidate: EvaluationResult;
  /** Product id → title. */
  readonly titles: ReadonlyMap<string, string>;
  /** The runs of base and tuned model. */
  readonly runs: readonly [baseline: Run, candidate: Run];
}

/** Queries of a test side by side: the largest wins, as many of the largest losses, and unchanged ones. */
export function chooseExamples(options: ChooseExamplesOptions): QueryExample[] {
  const { set, baseline, candidate, titles, runs } = options;
  const texts = new Map(set.queries.map(({ _id, text }) => [_id, text]));
  return chooseExampleQueries(baseline, candidate, { metric: primaryMetric }).map((chosen) => {
    const grades = set.qrels.get(chosen.queryId) ?? new Map<string, number>();
    const [before, after] = runs.map((run) => run.rankings.get(chosen.queryId) ?? []);
    return {
      query: texts.get(chosen.queryId) ?? chosen.queryId,
      reason: chosen.reason,
      test: set.name,
      baseline: shown(before ?? [], titles, grades),
      candidate: shown(after ?? [], titles, grades),
      metric: { baseline: chosen.baseline, candidate: chosen.candidate },
      relevantRank: {
        baseline: firstRelevant(before ?? [], grades),
        candidate: firstRelevant(after ?? [], grades),
      },
    };
  });
}

/** The top of a list with titles. */
export function shown(
  ranking: readonly { readonly docId: string; readonly score: number }[],
  titles: ReadonlyMap<string, string>,
  grades?: ReadonlyMap<string, number>,
): RankedProduct[] {
  return ranking.slice(0, shownProducts).map(({ docId, score }) => {
    const grade = grades?.get(docId);
    const title = titles.get(docId) ?? docId;
    return grade === undefined ? { docId, title, score } : { docId, title, score, grade };
  });
}
