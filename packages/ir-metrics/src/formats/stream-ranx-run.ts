import { descending, inScoreOrder } from "../ranking/rank-by-score.ts";
import type { Run } from "../ranking/run.ts";

/**
 * A run in ranx' JSON, one query at a time: what {@link formatRanxRun} gives, for files that are
 * too long for one text.
 *
 * @param run The run; its name is not written, the format has no place for it.
 * @returns Parts of one JSON document, a line a query.
 * @throws {IrMetricsError} `INVALID_SCORE` when a score is not finite.
 * @example
 * await writeFile("bm25.json", streamRanxRun(run));
 */
export function* streamRanxRun(run: Run): Generator<string> {
  let before = "{";
  for (const [queryId, docs] of run.rankings) {
    const scores = inScoreOrder(docs, descending).map(
      ({ docId, score }) => `${JSON.stringify(docId)}: ${score}`,
    );
    yield `${before}\n  ${JSON.stringify(queryId)}: {${scores.join(", ")}}`;
    before = ",";
  }
  yield before === "{" ? "{}\n" : "\n}\n";
}
