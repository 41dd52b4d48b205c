import { rankByScore } from "../ranking/rank-by-score.ts";
import type { DocId, QueryId } from "../ranking/qrels.ts";
import type { Run, ScoredDoc } from "../ranking/run.ts";
import { quoted } from "./line-problems.ts";
import type { LineProblems } from "./line-problems.ts";

/** One retrieved document as a line of a file has it. */
export interface RankedLine {
  /** Line number, from 1. */
  readonly line: number;
  /** The query. */
  readonly queryId: QueryId;
  /** The document. */
  readonly docId: DocId;
  /** The score as it is written. */
  readonly score: string;
}

/** Gathers ranked lists line by line. */
export interface RunBuilder {
  /** Takes a query, even if it has no documents. */
  addQuery(queryId: QueryId): void;
  /** Takes a document, or notes that its score is no finite number. */
  add(ranked: RankedLine): void;
  /** The lists in score order; notes documents that came twice. */
  finish(): Run["rankings"];
}

/** One query's documents and the lines that they stand in. */
interface Ranking {
  readonly docs: ScoredDoc[];
  readonly lines: number[];
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A builder without lists. Ids that come again are kept once in memory. */
export function createRunBuilder(problems: LineProblems): RunBuilder {
  const rankings = new Map<QueryId, Ranking>();
  const known = new Map<DocId, DocId>();
  const rankingOf = (queryId: QueryId): Ranking => {
    const ranking = rankings.get(queryId) ?? { docs: [], lines: [] };
    if (ranking.docs.length === 0) rankings.set(queryId, ranking);
    return ranking;
  };
  const once = (docId: DocId): DocId => {
    const same = known.get(docId);
    if (same === undefined) known.set(docId, docId);
    return same ?? docId;
  };
  return {
    addQuery: (queryId) => void rankingOf(queryId),
    add({ line, queryId, docId, score }) {
      const value = Number(score);
      if (!Number.isFinite(value) || !decimal.test(score)) {
        problems.add(line, `expected the score to be a finite number, got ${quoted(score)}`);
        return;
      }
      const { docs, lines } = rankingOf(queryId);
      docs.push({ docId: once(docId), score: value });
      lines.push(line);
    },
    finish() {
      const ranked = new Map<QueryId, readonly ScoredDoc[]>();
      for (const [queryId, ranking] of rankings) {
        noteRepeats(queryId, ranking, problems);
        ranked.set(queryId, rankByScore(ranking.docs));
      }
      return ranked;
    },
  };
}

function noteRepeats(queryId: QueryId, { docs, lines }: Ranking, problems: LineProblems): void {
  const seen = new Set<DocId>();
  for (const [index, { docId }] of docs.entries()) {
    if (seen.has(docId)) {
      problems.add(
        lines[index]!,
        `document ${quoted(docId)} is ranked again for query ${quoted(queryId)}`,
      );
    }
    seen.add(docId);
  }
}
