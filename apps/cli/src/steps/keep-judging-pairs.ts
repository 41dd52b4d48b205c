import type { DatasetSplits, TrainingPair } from "@searchfit/retrieval-dataset";

type Sides = Pick<DatasetSplits, "train" | "dev" | "test" | "known">;

/** Sides of a split on which only fit pairs judge. */
export interface JudgingSides extends Sides {
  /** Paraphrases that went: they would judge, or their query judges. */
  readonly paraphrasesLeftOut: number;
}

/**
 * Keeps paraphrases in training, and there only those of queries that train as well: what judges a
 * model is one query of its kind, not the same one several times.
 */
export function keepParaphrasesInTraining({ train, dev, test, known }: Sides): JudgingSides {
  const originals = new Set(
    train.filter(isOriginal).map(({ query, product_id }) => key(product_id, query)),
  );
  const training = train.filter(
    ({ paraphrase_of: of, product_id }) => of === undefined || originals.has(key(product_id, of)),
  );
  const kept = { train: training, ...withoutParaphrases({ dev, test, known }) };
  const count = (sides: Sides) =>
    sides.train.length + sides.dev.length + sides.test.length + sides.known.length;
  return { ...kept, paraphrasesLeftOut: count({ train, dev, test, known }) - count(kept) };
}

/**
 * The pairs that can judge: not those whose query more products answer than can be listed. Where
 * all are so, all of them.
 */
export function pairsThatJudge(pairs: readonly TrainingPair[]): readonly TrainingPair[] {
  const fit = pairs.filter(({ ambiguous }) => ambiguous !== true);
  return fit.length > 0 ? fit : pairs;
}

function withoutParaphrases({ dev, test, known }: Omit<Sides, "train">): Omit<Sides, "train"> {
  return {
    dev: dev.filter(isOriginal),
    test: test.filter(isOriginal),
    known: known.filter(isOriginal),
  };
}

function isOriginal({ paraphrase_of: of }: TrainingPair): boolean {
  return of === undefined;
}

function key(productId: string, query: string): string {
  return `${productId}\0${query}`;
}
