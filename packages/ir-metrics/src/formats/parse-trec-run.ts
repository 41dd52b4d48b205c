import type { Run } from "../ranking/run.ts";
import { createLineProblems } from "./line-problems.ts";
import { readWhole } from "./text-reader.ts";
import { createTrecRunReader } from "./trec-run-reader.ts";

/**
 * A run from TREC's format: `query Q0 document rank score tag` a line, separated by blanks or
 * tabs. Scores decide the order ({@link rankByScore}); the rank column is ignored, as trec_eval
 * does. Blank lines, CRLF and a byte order mark are accepted.
 *
 * @param text The file's content; {@link readRun} takes it in parts.
 * @param name The run's name; the first line's tag when left out, "run" for an empty text.
 * @returns The run, queries in the order of the file.
 * @throws {IrMetricsError} `INVALID_RUN` with every problem of the text: a line without six
 *   fields, a score that is no finite number, a document twice in a query.
 * @example
 * parseTrecRun("q1 Q0 d1 1 0.9 bm25\n").name; // "bm25"
 */
export function parseTrecRun(text: string, name?: string): Run {
  return readWhole(text, createTrecRunReader(createLineProblems(), name));
}
