import type { Qrels } from "../ranking/qrels.ts";
import { createBeirQrelsReader } from "./beir-qrels-reader.ts";
import { createLineProblems } from "./line-problems.ts";
import { readWhole } from "./text-reader.ts";

/**
 * Relevance judgments from BEIR's format: `query-id`, `corpus-id` and `score` separated by tabs,
 * with a header line (which may be missing). Ids may contain blanks.
 *
 * @param text The file's content; {@link readQrels} takes it in parts.
 * @returns Judgments in the order of the file.
 * @throws {IrMetricsError} `INVALID_QRELS` with every problem of the text: a line without three
 *   fields, a grade that is no integer, a document judged twice for a query.
 * @example
 * parseBeirQrels("query-id\tcorpus-id\tscore\nq1\td1\t1\n"); // Map { "q1" → Map { "d1" → 1 } }
 */
export function parseBeirQrels(text: string): Qrels {
  return readWhole(text, createBeirQrelsReader(createLineProblems()));
}
