import type { Run } from "../ranking/run.ts";
import { streamTrecRun } from "./stream-trec-run.ts";

/**
 * A run in TREC's format, a line each: `query Q0 document rank score tag`. Scores are written in
 * full; documents are put into score order first, so that ranks and scores agree.
 *
 * @param run The run; its name becomes the tag, blanks in it become `_`.
 * @returns Text that {@link parseTrecRun} reads back to an equal run (a query without documents
 *   has no line). Beyond some 500 MB take {@link streamTrecRun}.
 * @throws {IrMetricsError} `UNWRITABLE_ID` when an id is empty or contains blanks; `INVALID_SCORE`.
 * @example
 * formatTrecRun({ name: "bm25", rankings: new Map([["q1", [{ docId: "d1", score: 0.9 }]]]) });
 * // "q1 Q0 d1 1 0.9 bm25\n"
 */
export function formatTrecRun(run: Run): string {
  return [...streamTrecRun(run)].join("");
}
