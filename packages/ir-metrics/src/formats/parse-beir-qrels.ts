import type { Qrels } from "../ranking/qrels.ts";
import { createLineProblems, numberedLines } from "./line-problems.ts";
import { createQrelsBuilder } from "./qrels-builder.ts";

/**
 * Relevance judgments from BEIR's format: `query-id`, `corpus-id` and `score` separated by tabs,
 * with a header line (which may be missing). Ids may contain blanks.
 *
 * @param text The file's content.
 * @returns Judgments in the order of the file.
 * @throws {IrMetricsError} `INVALID_QRELS` with every problem of the text: a line without three
 *   fields, a grade that is no integer, a document judged twice for a query.
 * @example
 * parseBeirQrels("query-id\tcorpus-id\tscore\nq1\td1\t1\n"); // Map { "q1" → Map { "d1" → 1 } }
 */
export function parseBeirQrels(text: string): Qrels {
  const problems = createLineProblems();
  const builder = createQrelsBuilder(problems);
  let first = true;
  for (const [line, content] of numberedLines(text)) {
    const [queryId, docId, grade, ...rest] = content.split("\t").map((field) => field.trim());
    const isHeader = first && queryId?.toLowerCase() === "query-id";
    first = false;
    if (isHeader) continue;
    if (!queryId || !docId || !grade || rest.length > 0) {
      problems.add(line, "expected 3 fields separated by tabs (query-id, corpus-id, score)");
    } else {
      builder.add({ line, queryId, docId, grade });
    }
  }
  problems.throwIfAny("INVALID_QRELS", "BEIR judgments");
  return builder.qrels;
}
