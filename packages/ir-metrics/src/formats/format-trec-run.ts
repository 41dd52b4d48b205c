import { descending, inScoreOrder } from "../ranking/rank-by-score.ts";
import type { Run } from "../ranking/run.ts";
import { writableId } from "./writable-id.ts";

/**
 * A run in TREC's format, a line each: `query Q0 document rank score tag`. Scores are written in
 * full; documents are put into score order first, so that ranks and scores agree.
 *
 * @param run The run; its name becomes the tag, blanks in it become `_`.
 * @returns Text that {@link parseTrecRun} reads back to an equal run (a query without documents
 *   has no line).
 * @throws {IrMetricsError} `UNWRITABLE_ID` when an id is empty or contains blanks; `INVALID_SCORE`.
 * @example
 * formatTrecRun({ name: "bm25", rankings: new Map([["q1", [{ docId: "d1", score: 0.9 }]]]) });
 * // "q1 Q0 d1 1 0.9 bm25\n"
 */
export function formatTrecRun(run: Run): string {
  const tag = run.name.trim().replace(/\s+/g, "_") || "run";
  const lines: string[] = [];
  for (const [queryId, docs] of run.rankings) {
    const id = writableId(queryId);
    for (const [index, doc] of inScoreOrder(docs, descending).entries()) {
      lines.push(`${id} Q0 ${writableId(doc.docId)} ${index + 1} ${doc.score} ${tag}\n`);
    }
  }
  return lines.join("");
}
