import type { RoundTripOptions } from "../gates/check-round-trip.ts";
import type { QueryGateOptions } from "../gates/query-gate.ts";
import type { QueryStyle } from "../prompts/query-style.ts";
import type { ProductForQueries, WrittenQuery } from "../providers/query-provider.ts";
import { applyGates, candidatesOf } from "./apply-gates.ts";
import { askProducts, type AskProductsOptions } from "./ask-products.ts";
import { checkGenerateOptions } from "./check-generate-options.ts";
import { countGates } from "./count-gates.ts";
import type { GenerationResult } from "./generate-queries.ts";
import { paraphraseForm } from "./paraphrase-form.ts";
import { skippedProducts } from "./skipped-product.ts";

/** A query that is there: written, recorded or real. */
export interface QueryToParaphrase {
  /** Its text. */
  readonly text: string;
  /** The product that it finds. */
  readonly productId: string;
  /** Its kind, where it is known. */
  readonly style?: QueryStyle | null;
}

/** What is to be said in other words, by whom, and within what bounds. */
export interface ParaphraseQueriesOptions extends AskProductsOptions {
  /** Queries that are there. */
  readonly queries: readonly QueryToParaphrase[];
  /** Their products; each id once. Queries of others are left out. */
  readonly products: readonly ProductForQueries[];
  /** Paraphrases of each query, from 1 to 10. @default 1 */
  readonly count?: number;
  /** Bounds of the quality gates. */
  readonly gates?: QueryGateOptions;
  /** Check whether the present search finds the products. @default not checked */
  readonly roundTrip?: RoundTripOptions;
}

/**
 * What {@link paraphraseQueries} gives: as `generateQueries`, but of paraphrases. The queries that
 * were paraphrased are not in `pairs`.
 */
export type ParaphraseResult = Omit<GenerationResult, "suspicious">;

const MOST_PARAPHRASES = 10;

/**
 * Has queries said in other words, to train on more of them. Answers are stored, reused, counted and
 * capped as in `generateQueries`, and may lie in the same file; what repeats a query that is there,
 * or fails another gate, is taken out. Paraphrases say nothing new about a product: train with them,
 * do not judge with them.
 *
 * @throws {SyntheticQueriesError} As `generateQueries`.
 * @throws {RangeError} When a number makes no sense.
 * @example
 * const more = await paraphraseQueries({ queries: pairs, products, provider, answersFile: "generation.jsonl", count: 2 });
 * more.pairs[0]; // { text: "desk made of oak", paraphraseOf: "oak desk", productId: "7", … }
 */
export async function paraphraseQueries(
  options: ParaphraseQueriesOptions,
): Promise<ParaphraseResult> {
  const { count = 1, products, queries, provider, gates = {}, roundTrip } = options;
  checkGenerateOptions(options);
  if (!Number.isInteger(count) || count < 1 || count > MOST_PARAPHRASES)
    throw new RangeError(
      `Expected count to be an integer from 1 to ${MOST_PARAPHRASES}, got ${count}.`,
    );
  const queriesOf = byProduct(queries);
  const form = paraphraseForm(queriesOf, count);
  const question = { form, batchesSuffix: ".paraphrases.batches" };
  const withQueries = products.filter(({ id }) => queriesOf.has(id));
  const { outcomes, ...asked } = await askProducts(withQueries, question, options);
  const written = { promptVersion: form.version, generatorModel: provider.model };
  const candidates = candidatesOf(outcomes, written);
  const gated = await applyGates(candidates, { products, gates, roundTrip, existing: queries });
  const left = new Set(gated.pairs.map(({ productId }) => productId));
  return {
    ...asked,
    ...gated,
    skipped: skippedProducts(outcomes, left),
    removed: countGates(gated.removedQueries),
  };
}

function byProduct(
  queries: readonly QueryToParaphrase[],
): ReadonlyMap<string, readonly WrittenQuery[]> {
  const grouped = Map.groupBy(queries, ({ productId }) => productId);
  return new Map(
    [...grouped].map(([id, list]) => [
      id,
      list.map(({ text, style }) => (style ? { text, style } : { text })),
    ]),
  );
}
