import { jaccard, type WordSets } from "./word-sets.ts";

/** Told of every pair of texts that is similar enough. */
export type PairVisitor = (left: number, right: number, similarity: number) => void;

const ROUNDING = 1e-9;

/**
 * Finds every pair of texts with a weighted Jaccard similarity of at least `threshold`, without
 * comparing all with all.
 *
 * Exact, by prefix filtering: two texts that share weight ≥ threshold · max(total) must share a
 * word among the rarest of each, up to where the rest weighs less than threshold · total. Only
 * those prefixes are indexed, and there the words are rare. (Bayardo, Ma & Srikant 2007,
 * doi:10.1145/1242572.1242591, with weights.)
 */
export function forEachSimilarPair(texts: WordSets, threshold: number, visit: PairVisitor): void {
  const { sets, totals } = texts;
  const lightestFirst = sets
    .map((_, index) => index)
    .sort((a, b) => (totals[a] ?? 0) - (totals[b] ?? 0) || a - b);
  const index = new Map<number, number[]>();
  const seenBy = new Int32Array(sets.length).fill(-1);
  for (const right of lightestFirst) {
    const prefix = prefixOf(texts, right, threshold);
    const lightest = threshold * (totals[right] ?? 0) - ROUNDING;
    for (const word of prefix) {
      for (const left of index.get(word) ?? []) {
        if (seenBy[left] === right) continue;
        seenBy[left] = right;
        if ((totals[left] ?? 0) < lightest) continue;
        const similarity = jaccard(texts, left, right);
        if (similarity >= threshold - ROUNDING) visit(left, right, similarity);
      }
    }
    for (const word of prefix) post(index, word, right);
  }
}

function prefixOf(texts: WordSets, text: number, threshold: number): Int32Array {
  const set = texts.sets[text] ?? new Int32Array();
  const needed = threshold * (texts.totals[text] ?? 0) - ROUNDING;
  let rest = texts.totals[text] ?? 0;
  let length = 0;
  while (length < set.length && rest >= needed) {
    rest -= texts.weights[set[length] ?? 0] ?? 0;
    length += 1;
  }
  return set.subarray(0, length);
}

function post(index: Map<number, number[]>, word: number, text: number): void {
  const posted = index.get(word);
  if (posted === undefined) index.set(word, [text]);
  else posted.push(text);
}
