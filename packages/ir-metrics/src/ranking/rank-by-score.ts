import { IrMetricsError } from "../ir-metrics-error.ts";
import { compareDocIds } from "./compare-doc-ids.ts";
import type { DocId } from "./qrels.ts";
import type { ScoredDoc } from "./run.ts";

/** How two document ids with the same score are ordered. */
export type CompareTies = (a: DocId, b: DocId) => number;

/**
 * Documents best first: score descending, equal scores by document id descending (UTF-8 bytes).
 * That is trec_eval's order; the order in which the documents came does not matter.
 *
 * @param docs Documents with finite scores, in any order.
 * @returns A new array.
 * @throws {IrMetricsError} `INVALID_SCORE` when a score is NaN or infinite.
 * @example
 * rankByScore([{ docId: "a", score: 1 }, { docId: "b", score: 1 }]); // b before a
 */
export function rankByScore(docs: Iterable<ScoredDoc>): ScoredDoc[] {
  return sortDocs([...docs], descending);
}

/** The ranking itself when it is in order already (the usual case), otherwise a sorted copy. */
export function inScoreOrder(docs: readonly ScoredDoc[], ties: CompareTies): readonly ScoredDoc[] {
  for (let index = 0; index < docs.length; index++) {
    const doc = docs[index]!;
    const next = docs[index + 1];
    if (!Number.isFinite(doc.score)) throw invalidScore(doc);
    if (next === undefined || doc.score > next.score) continue;
    if (doc.score === next.score && ties(doc.docId, next.docId) <= 0) continue;
    return sortDocs([...docs], ties);
  }
  return docs;
}

/** The product's own tie rule: document id descending by UTF-8 bytes. */
export function descending(a: DocId, b: DocId): number {
  return compareDocIds(b, a);
}

function sortDocs(docs: ScoredDoc[], ties: CompareTies): ScoredDoc[] {
  for (const doc of docs) if (!Number.isFinite(doc.score)) throw invalidScore(doc);
  return docs.sort((a, b) => b.score - a.score || ties(a.docId, b.docId));
}

function invalidScore(doc: ScoredDoc): IrMetricsError {
  return new IrMetricsError(
    "INVALID_SCORE",
    `Expected the score of document "${doc.docId}" to be a finite number, got ${doc.score}.`,
    { details: { docId: doc.docId, score: doc.score } },
  );
}
