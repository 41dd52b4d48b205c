import { auditProduct, type Suspicion } from "../audit/audit-product.ts";
import type { RoundTripOptions } from "../gates/check-round-trip.ts";
import type { QueryGate, QueryGateOptions, RemovedQuery } from "../gates/query-gate.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";
import { applyGates, candidatesOf, setAside } from "./apply-gates.ts";
import { askProducts, type AskedProducts, type AskProductsOptions } from "./ask-products.ts";
import { checkGenerateOptions } from "./check-generate-options.ts";
import { countGates } from "./count-gates.ts";
import { questionForm, type PromptSettings } from "./prompt-settings.ts";
import { skippedProducts, type SkippedProduct } from "./skipped-product.ts";
import type { SyntheticQuery } from "./synthetic-query.ts";

/** What queries are written for, by whom, and within what bounds. */
export interface GenerateQueriesOptions extends AskProductsOptions {
  /** Products; each id once. */
  readonly products: readonly ProductForQueries[];
  /** Queries to ask for; the mix of styles comes first where it is given. @default 4 */
  readonly queriesPerProduct?: number;
  /** How is asked. @default prompt version 1 */
  readonly prompt?: PromptSettings;
  /** Bounds of the quality gates. */
  readonly gates?: QueryGateOptions;
  /** Check whether the present search finds the products. @default not checked */
  readonly roundTrip?: RoundTripOptions;
}

/** A product whose text is suspicious. */
export interface SuspiciousProduct {
  /** The product. */
  readonly productId: string;
  /** What is suspicious about it. */
  readonly suspicions: readonly Suspicion[];
}

/** What {@link generateQueries} gives. */
export interface GenerationResult extends Omit<AskedProducts, "outcomes"> {
  /** Queries that passed the gates, in the order of the products, made head queries last. */
  readonly pairs: readonly SyntheticQuery[];
  /** Products without queries, in their order. */
  readonly skipped: readonly SkippedProduct[];
  /** Queries taken out, by gate; gates that took none are not in it. */
  readonly removed: Readonly<Partial<Record<QueryGate, number>>>;
  /** Those queries. */
  readonly removedQueries: readonly RemovedQuery[];
  /** Queries that failed the round trip, whatever became of them; `null` where it was not made. */
  readonly roundTripFailures: number | null;
  /** Products whose texts a person should look at. */
  readonly suspicious: readonly SuspiciousProduct[];
}

/**
 * Writes search queries for products.
 *
 * Every answer is stored in `answersFile` before anything is made of it, so a run that was killed
 * goes on where it was, and no stored answer is asked or paid again as long as product, model and
 * prompt are the same. A product whose question fails is skipped and listed. The work ends with
 * an error when further questions are of no use: key or model refused, no credit, or ten products
 * failed in a row. The result does not depend on the order in which answers come.
 *
 * @throws {SyntheticQueriesError} `AUTHENTICATION_FAILED`, `PERMISSION_DENIED`,
 *   `PAYMENT_REQUIRED`, `UNKNOWN_MODEL`, `PROVIDER_NOT_RUNNING`, `UNKNOWN_PRICE` (with a budget),
 *   `INVALID_FILE`, `FILE_NOT_WRITABLE`, and any other code after ten failures in a row.
 * @throws {RangeError} When a number makes no sense.
 * @example
 * const { pairs, cost } = await generateQueries({ products, provider, answersFile: "generation.jsonl" });
 */
export async function generateQueries(options: GenerateQueriesOptions): Promise<GenerationResult> {
  checkGenerateOptions(options);
  const form = questionForm(options.prompt ?? {}, options.queriesPerProduct ?? 4);
  const question = { form, batchesSuffix: ".batches" };
  const asked = await askProducts(options.products, question, options);
  return await toResult(asked, options, form.version);
}

async function toResult(
  { outcomes, ...asked }: AskedProducts,
  options: GenerateQueriesOptions,
  promptVersion: number,
): Promise<GenerationResult> {
  const { products, provider, gates = {}, roundTrip } = options;
  const written = { promptVersion, generatorModel: provider.model };
  const candidates = candidatesOf(outcomes, written);
  const gated = await applyGates(candidates, { products, gates, roundTrip });
  const removedQueries = [...setAside(outcomes), ...gated.removedQueries];
  const withQueries = new Set(gated.pairs.map(({ productId }) => productId));
  return {
    ...asked,
    pairs: gated.pairs,
    skipped: skippedProducts(outcomes, withQueries),
    removed: countGates(removedQueries),
    removedQueries,
    roundTripFailures: gated.roundTripFailures,
    suspicious: suspiciousProducts(products),
  };
}

function suspiciousProducts(products: readonly ProductForQueries[]): readonly SuspiciousProduct[] {
  return products
    .map((product) => ({ productId: product.id, suspicions: auditProduct(product) }))
    .filter(({ suspicions }) => suspicions.length > 0);
}
