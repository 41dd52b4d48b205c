import type { DocId, Qrels, QueryId } from "../ranking/qrels.ts";
import { quoted } from "./line-problems.ts";
import type { LineProblems } from "./line-problems.ts";

/** One judgment as a line of a file has it. */
export interface JudgmentLine {
  /** Line number, from 1. */
  readonly line: number;
  /** The query. */
  readonly queryId: QueryId;
  /** The document. */
  readonly docId: DocId;
  /** The grade as it is written. */
  readonly grade: string;
}

/** Gathers judgments line by line. */
export interface QrelsBuilder {
  /** What was gathered. */
  readonly qrels: Qrels;
  /** Takes a query, even if nothing is judged for it. */
  addQuery(queryId: QueryId): void;
  /** Takes a judgment, or notes what is wrong with it. */
  add(judgment: JudgmentLine): void;
}

/** A builder that notes grades that are no integers and documents judged twice. */
export function createQrelsBuilder(problems: LineProblems): QrelsBuilder {
  const qrels = new Map<QueryId, Map<DocId, number>>();
  const gradesOf = (queryId: QueryId): Map<DocId, number> => {
    const grades = qrels.get(queryId) ?? new Map<DocId, number>();
    qrels.set(queryId, grades);
    return grades;
  };
  return {
    qrels,
    addQuery: (queryId) => void gradesOf(queryId),
    add({ line, queryId, docId, grade }) {
      if (!/^[+-]?\d{1,9}(?:\.0+)?$/.test(grade)) {
        problems.add(line, `expected the grade to be an integer, got ${quoted(grade)}`);
        return;
      }
      const grades = gradesOf(queryId);
      if (grades.has(docId)) {
        problems.add(
          line,
          `document ${quoted(docId)} is judged again for query ${quoted(queryId)}`,
        );
      }
      grades.set(docId, Number(grade));
    },
  };
}
