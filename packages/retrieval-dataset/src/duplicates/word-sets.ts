/** Texts as sets of words, ready to be compared. */
export interface WordSets {
  /** Of every text the numbers of its words, rarest first. */
  readonly sets: readonly Int32Array[];
  /** Of every word how much it counts. */
  readonly weights: Float64Array;
  /** Of every text the sum of its words' weights. */
  readonly totals: Float64Array;
}

/** How much a word counts that `frequency` of `count` texts have. */
export type WordWeight = (frequency: number, count: number) => number;

/**
 * Rare words count more: they name a product, frequent ones its colour or size. The 2 keeps words
 * that a single text has from outweighing those that two share, which matters in small catalogues.
 */
export const rarity: WordWeight = (frequency, count) => Math.log(1 + count / (frequency + 2));

/** Every word counts the same. */
export const equalWeight: WordWeight = () => 1;

/** Numbers the words of all texts by rarity and turns each text into a set of them. */
export function wordSets(
  texts: readonly (readonly string[])[],
  weightOf: WordWeight = rarity,
): WordSets {
  const distinct = texts.map((text) => [...new Set(text)]);
  const frequencies = new Map<string, number>();
  for (const text of distinct)
    for (const word of text) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  const rarestFirst = [...frequencies].sort(
    ([left, a], [right, b]) => a - b || (left < right ? -1 : 1),
  );
  const numbers = new Map(rarestFirst.map(([word], number) => [word, number]));
  const weights = Float64Array.from(rarestFirst, ([, frequency]) =>
    weightOf(frequency, texts.length),
  );
  const sets = distinct.map((text) =>
    Int32Array.from(text, (word) => numbers.get(word) ?? 0).sort(),
  );
  const totals = Float64Array.from(sets, (set) => weigh(set, weights));
  return { sets, weights, totals };
}

function weigh(set: Int32Array, weights: Float64Array): number {
  let total = 0;
  for (const word of set) total += weights[word] ?? 0;
  return total;
}

/**
 * Weighted Jaccard similarity of two texts: weight of the words they share over weight of the
 * words of either. In [0, 1]; 0 when a text has no words.
 */
export function jaccard(texts: WordSets, left: number, right: number): number {
  const a = texts.sets[left] ?? new Int32Array();
  const b = texts.sets[right] ?? new Int32Array();
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) shared += texts.weights[a[i] ?? 0] ?? 0;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  const either = (texts.totals[left] ?? 0) + (texts.totals[right] ?? 0) - shared;
  return either > 0 ? shared / either : 0;
}
