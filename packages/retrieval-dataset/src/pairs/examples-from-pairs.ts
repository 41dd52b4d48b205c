import type { DocId, QueryId } from "@searchfit/ir-metrics";
import { queryId } from "./query-id.ts";
import type { TrainingExample } from "./training-example.ts";
import type { TrainingPair } from "./training-pair.ts";

/** Where the negatives of pairs come from. */
export interface ExamplesFromPairsOptions {
  /** Query ({@link queryId}) → its negatives, as `selectHardNegatives` gives them. */
  readonly negatives: ReadonlyMap<QueryId, readonly DocId[]>;
  /** Document → its text. */
  readonly texts: ReadonlyMap<DocId, string>;
}

/**
 * Pairs with their hard negatives, in the order of the pairs.
 *
 * @throws {RangeError} When a negative has no text.
 * @example
 * const texts = new Map(products.map((product) => [product.id, productText(product)]));
 * examplesFromPairs(splits.train, { negatives, texts })[0]?.negatives; // ["Steel desk. …"]
 */
export function examplesFromPairs(
  pairs: readonly TrainingPair[],
  { negatives, texts }: ExamplesFromPairsOptions,
): readonly TrainingExample[] {
  return pairs.map((pair) => ({
    anchor: pair.query,
    positive: pair.positive,
    negatives: (negatives.get(queryId(pair)) ?? []).map((id) => textOf(texts, id)),
    product_id: pair.product_id,
    ...(pair.domain === undefined ? {} : { domain: pair.domain }),
    ...(pair.difficulty === undefined ? {} : { difficulty: pair.difficulty }),
    ...(pair.weight === undefined ? {} : { weight: pair.weight }),
  }));
}

function textOf(texts: ReadonlyMap<DocId, string>, id: DocId): string {
  const text = texts.get(id);
  if (text === undefined)
    throw new RangeError(`Expected a text of every negative, got none of ${id}.`);
  return text;
}
