import type { DocId, QueryId } from "../ranking/qrels.ts";
import { rankByScore } from "../ranking/rank-by-score.ts";
import type { Run } from "../ranking/run.ts";
import { createLineProblems, numberedLines, quoted } from "./line-problems.ts";

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A run from TREC's format: `query Q0 document rank score tag` a line, separated by blanks or
 * tabs. Scores decide the order ({@link rankByScore}); the rank column is ignored, as trec_eval
 * does. Blank lines, CRLF and a byte order mark are accepted.
 *
 * @param text The file's content.
 * @param name The run's name; the first line's tag when left out, "run" for an empty text.
 * @returns The run, queries in the order of the file.
 * @throws {IrMetricsError} `INVALID_RUN` with every problem of the text: a line without six
 *   fields, a score that is no finite number, a document twice in a query.
 * @example
 * parseTrecRun("q1 Q0 d1 1 0.9 bm25\n").name; // "bm25"
 */
export function parseTrecRun(text: string, name?: string): Run {
  const problems = createLineProblems();
  const scores = new Map<QueryId, Map<DocId, number>>();
  let firstTag: string | undefined;
  for (const [line, content] of numberedLines(text)) {
    const [queryId, q0, docId, rank, score, tag, ...rest] = content.trim().split(/\s+/);
    if (!queryId || !q0 || !docId || !rank || !score || !tag || rest.length > 0) {
      problems.add(line, "expected 6 fields (query, Q0, document, rank, score, tag)");
      continue;
    }
    firstTag ??= tag;
    if (!decimal.test(score) || !Number.isFinite(Number(score))) {
      problems.add(line, `expected the score to be a finite number, got ${quoted(score)}`);
      continue;
    }
    const ofQuery = scores.get(queryId) ?? new Map<DocId, number>();
    if (ofQuery.has(docId)) {
      problems.add(line, `document ${quoted(docId)} is ranked again for query ${quoted(queryId)}`);
    }
    scores.set(queryId, ofQuery.set(docId, Number(score)));
  }
  problems.throwIfAny("INVALID_RUN", "TREC run");
  return { name: name ?? firstTag ?? "run", rankings: rankAll(scores) };
}

function rankAll(scores: ReadonlyMap<QueryId, ReadonlyMap<DocId, number>>): Run["rankings"] {
  const rankings = new Map<QueryId, ReturnType<typeof rankByScore>>();
  for (const [queryId, ofQuery] of scores) {
    rankings.set(queryId, rankByScore(Array.from(ofQuery, ([docId, score]) => ({ docId, score }))));
  }
  return rankings;
}
