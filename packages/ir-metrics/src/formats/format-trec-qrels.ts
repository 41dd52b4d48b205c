import type { Qrels } from "../ranking/qrels.ts";
import { writableId } from "./writable-id.ts";

/**
 * Relevance judgments in TREC's format, a line each: `query 0 document grade`.
 *
 * @param qrels Judgments; their order is kept.
 * @returns Text that {@link parseTrecQrels} reads back to equal judgments (a query without any
 *   judgment has no line).
 * @throws {IrMetricsError} `UNWRITABLE_ID` when an id is empty or contains blanks.
 * @example
 * formatTrecQrels(new Map([["q1", new Map([["d1", 2]])]])); // "q1 0 d1 2\n"
 */
export function formatTrecQrels(qrels: Qrels): string {
  const lines: string[] = [];
  for (const [queryId, grades] of qrels) {
    for (const [docId, grade] of grades) {
      lines.push(`${writableId(queryId)} 0 ${writableId(docId)} ${grade}\n`);
    }
  }
  return lines.join("");
}
