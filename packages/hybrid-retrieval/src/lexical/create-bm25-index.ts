import { rankByScore } from "@searchfit/ir-metrics";
import type { Run, ScoredDoc } from "@searchfit/ir-metrics";
import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";
import { buildPostings, textBytes } from "./postings.ts";
import type { Postings } from "./postings.ts";
import { tokenizeEnglish } from "./tokenize-english.ts";

/** A document to index. */
export interface Bm25Document {
  /** Its id, without repeats among the documents. */
  readonly id: string;
  /** Its text. */
  readonly text: string;
}

/** What to index, and how. */
export interface Bm25IndexOptions {
  /** The documents. */
  readonly documents: Iterable<Bm25Document>;
  /**
   * Cuts documents and queries into terms.
   * @default tokenizeEnglish
   */
  readonly tokenize?: (text: string) => readonly string[];
  /**
   * How soon more occurrences of a term stop counting, ≥ 0.
   * @default 1.2
   */
  readonly k1?: number;
  /**
   * How much long documents are held back, 0 to 1.
   * @default 0.75
   */
  readonly b?: number;
  /**
   * Name of the runs.
   * @default "bm25"
   */
  readonly name?: string;
}

/** Documents that can be searched by their words. */
export interface Bm25Index {
  /** Number of documents. */
  readonly documentCount: number;
  /** Bytes of memory that it takes, about: exact for the numbers, estimated for terms and ids. */
  readonly byteLength: number;
  /** The best documents of a query; only those that share a term with it. */
  readonly search: (queryText: string, topK: number) => ScoredDoc[];
  /** The best documents of several queries, given as id → text. */
  readonly searchMany: (queries: ReadonlyMap<string, string>, topK: number) => Run;
}

/**
 * Indexes documents for BM25, Lucene's variant with its defaults. A term that a query repeats
 * counts as often as it is there. Equal scores rank by document id descending (UTF-8 bytes).
 *
 * @param options Documents, tokenizer, parameters.
 * @returns An index in memory; it does not change.
 * @throws {HybridRetrievalError} `DUPLICATE_DOCUMENT` when an id comes twice.
 * @throws {RangeError} When a parameter is out of range.
 * @see Robertson & Zaragoza (2009), doi:10.1561/1500000019
 * @example
 * createBm25Index({ documents: [{ id: "1", text: "red shoes" }] }).search("shoe", 10);
 * // [{ docId: "1", score: 0.1307… }]
 */
export function createBm25Index(options: Bm25IndexOptions): Bm25Index {
  const { tokenize = tokenizeEnglish, k1 = 1.2, b = 0.75, name = "bm25" } = options;
  if (!(k1 >= 0 && k1 < Infinity)) throw new RangeError(`Expected k1 of 0 or more, got ${k1}.`);
  if (!(b >= 0 && b <= 1)) throw new RangeError(`Expected b in [0, 1], got ${b}.`);
  const { ids, tokens } = readDocuments(options.documents, tokenize);
  const postings = buildPostings(tokens, { k1, b });
  const search = (queryText: string, topK: number): ScoredDoc[] => {
    if (!Number.isSafeInteger(topK) || topK < 1)
      throw new RangeError(`Expected topK to be an integer of 1 or more, got ${topK}.`);
    return best(scoreDocuments(postings, ids.length, tokenize(queryText)), ids, topK);
  };
  return {
    documentCount: ids.length,
    byteLength: postings.byteLength + ids.reduce((sum, id) => sum + textBytes(id), 0),
    search,
    searchMany: (queries, topK) => ({
      name,
      rankings: new Map(Array.from(queries, ([id, text]) => [id, search(text, topK)])),
    }),
  };
}

function readDocuments(
  documents: Iterable<Bm25Document>,
  tokenize: (text: string) => readonly string[],
): { ids: string[]; tokens: (readonly string[])[] } {
  const seen = new Set<string>();
  const tokens: (readonly string[])[] = [];
  for (const { id, text } of documents) {
    if (seen.has(id))
      throw new HybridRetrievalError(
        "DUPLICATE_DOCUMENT",
        `Expected each document once, got "${id}" twice.`,
        { hint: "Keep one document of each id.", details: { id } },
      );
    seen.add(id);
    tokens.push(tokenize(text));
  }
  return { ids: [...seen], tokens };
}

function scoreDocuments(
  postings: Postings,
  documentCount: number,
  queryTerms: readonly string[],
): Float64Array {
  const scores = new Float64Array(documentCount);
  for (const text of queryTerms) {
    const term = postings.terms.get(text);
    if (term === undefined) continue;
    const end = postings.starts[term + 1]!;
    for (let entry = postings.starts[term]!; entry < end; entry++) {
      scores[postings.documents[entry]!]! += postings.weights[entry]!;
    }
  }
  return scores;
}

/** The topK best documents with a score above 0. */
function best(scores: Float64Array, ids: readonly string[], topK: number): ScoredDoc[] {
  const found = scores.filter((score) => score > 0).sort();
  const threshold = found[Math.max(0, found.length - topK)] ?? Infinity;
  const docs: ScoredDoc[] = [];
  for (const [document, score] of scores.entries()) {
    if (score >= threshold) docs.push({ docId: ids[document]!, score });
  }
  return rankByScore(docs).slice(0, topK);
}
