import type { Qrels } from "../ranking/qrels.ts";
import { createLineProblems } from "./line-problems.ts";
import { readWhole } from "./text-reader.ts";
import { createTrecQrelsReader } from "./trec-qrels-reader.ts";

/**
 * Relevance judgments from TREC's format: `query iteration document grade` a line, separated by
 * blanks or tabs. The iteration is ignored; blank lines, CRLF and a byte order mark are accepted.
 *
 * @param text The file's content; {@link readQrels} takes it in parts.
 * @returns Judgments in the order of the file.
 * @throws {IrMetricsError} `INVALID_QRELS` with every problem of the text: a line without four
 *   fields, a grade that is no integer, a document judged twice for a query.
 * @example
 * parseTrecQrels("q1 0 d1 2\n"); // Map { "q1" → Map { "d1" → 2 } }
 */
export function parseTrecQrels(text: string): Qrels {
  return readWhole(text, createTrecQrelsReader(createLineProblems()));
}
