import { descending, inScoreOrder } from "../ranking/rank-by-score.ts";
import type { Run } from "../ranking/run.ts";
import { writableId } from "./writable-id.ts";

/**
 * A run in TREC's format, one query at a time: what {@link formatTrecRun} gives, for files that are
 * too long for one text.
 *
 * @param run The run; its name becomes the tag, blanks in it become `_`.
 * @returns The lines of each query that has documents.
 * @throws {IrMetricsError} `UNWRITABLE_ID` when an id is empty or contains blanks; `INVALID_SCORE`.
 * @example
 * await writeFile("bm25.trec", streamTrecRun(run));
 */
export function* streamTrecRun(run: Run): Generator<string> {
  const tag = run.name.trim().replace(/\s+/g, "_") || "run";
  for (const [queryId, docs] of run.rankings) {
    const id = writableId(queryId);
    const lines = inScoreOrder(docs, descending).map(
      ({ docId, score }, index) => `${id} Q0 ${writableId(docId)} ${index + 1} ${score} ${tag}\n`,
    );
    if (lines.length > 0) yield lines.join("");
  }
}
