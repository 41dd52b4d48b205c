/** Which documents hold each term and what it weighs there. */
export interface Postings {
  /** Term → its number. */
  readonly terms: ReadonlyMap<string, number>;
  /** First entry of each term, and the end of the last: shape [terms + 1]. */
  readonly starts: Int32Array;
  /** Document of each entry, ascending within a term. */
  readonly documents: Int32Array;
  /** Weight of the term in that document. */
  readonly weights: Float64Array;
  /** Bytes of memory, about. */
  readonly byteLength: number;
}

/** BM25's parameters. */
export interface Bm25Parameters {
  /** How soon more occurrences of a term stop counting. */
  readonly k1: number;
  /** How much long documents are held back, 0 to 1. */
  readonly b: number;
}

/**
 * Postings of tokenised documents with BM25's weights as Lucene computes them (lengths are kept
 * exactly, Lucene rounds them):
 *
 * weight = ln(1 + (N − n + 0.5) / (n + 0.5)) · f / (f + k1 · (1 − b + b · length / mean length))
 */
export function buildPostings(
  documents: readonly (readonly string[])[],
  { k1, b }: Bm25Parameters,
): Postings {
  const { terms, entries } = countTerms(documents);
  const totalLength = documents.reduce((sum, { length }) => sum + length, 0);
  const meanLength = totalLength / Math.max(1, documents.length) || 1;
  const starts = new Int32Array(terms.size + 1);
  const size = entries.reduce((sum, { length }) => sum + length / 2, 0);
  const postings = { documents: new Int32Array(size), weights: new Float64Array(size) };
  let next = 0;
  for (const [term, ofTerm] of entries.entries()) {
    starts[term] = next;
    const found = ofTerm.length / 2;
    const rarity = Math.log1p((documents.length - found + 0.5) / (found + 0.5));
    for (let entry = 0; entry < ofTerm.length; entry += 2) {
      const document = ofTerm[entry]!;
      const frequency = ofTerm[entry + 1]!;
      const length = documents[document]?.length ?? 0;
      const saturation = frequency + k1 * (1 - b + (b * length) / meanLength);
      postings.documents[next] = document;
      postings.weights[next++] = (rarity * frequency) / saturation;
    }
  }
  starts[terms.size] = next;
  const arrays = [starts, postings.documents, postings.weights];
  const ofNumbers = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const ofTerms = [...terms.keys()].reduce((sum, term) => sum + textBytes(term), 0);
  return { terms, starts, ...postings, byteLength: ofNumbers + ofTerms };
}

/** About what a text takes as an entry of a map or a list: two bytes a character and its place. */
export function textBytes({ length }: string): number {
  return 2 * length + 40;
}

/** Numbers the terms; entries of a term are document, frequency, document, frequency … */
function countTerms(documents: readonly (readonly string[])[]): {
  terms: Map<string, number>;
  entries: number[][];
} {
  const terms = new Map<string, number>();
  const entries: number[][] = [];
  for (const [document, tokens] of documents.entries()) {
    for (const token of tokens) {
      const term = terms.get(token) ?? terms.size;
      terms.set(token, term);
      const ofTerm = (entries[term] ??= []);
      if (ofTerm.at(-2) === document) ofTerm[ofTerm.length - 1]! += 1;
      else ofTerm.push(document, 1);
    }
  }
  return { terms, entries };
}
