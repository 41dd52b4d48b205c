import type { Qrels } from "../ranking/qrels.ts";
import { createLineProblems, numberedLines } from "./line-problems.ts";
import { createQrelsBuilder } from "./qrels-builder.ts";

/**
 * Relevance judgments from TREC's format: `query iteration document grade` a line, separated by
 * blanks or tabs. The iteration is ignored; blank lines, CRLF and a byte order mark are accepted.
 *
 * @param text The file's content.
 * @returns Judgments in the order of the file.
 * @throws {IrMetricsError} `INVALID_QRELS` with every problem of the text: a line without four
 *   fields, a grade that is no integer, a document judged twice for a query.
 * @example
 * parseTrecQrels("q1 0 d1 2\n"); // Map { "q1" → Map { "d1" → 2 } }
 */
export function parseTrecQrels(text: string): Qrels {
  const problems = createLineProblems();
  const builder = createQrelsBuilder(problems);
  for (const [line, content] of numberedLines(text)) {
    const [queryId, iteration, docId, grade, ...rest] = content.trim().split(/\s+/);
    if (!queryId || !iteration || !docId || !grade || rest.length > 0) {
      problems.add(line, "expected 4 fields (query, iteration, document, grade)");
    } else {
      builder.add({ line, queryId, docId, grade });
    }
  }
  problems.throwIfAny("INVALID_QRELS", "TREC judgments");
  return builder.qrels;
}
