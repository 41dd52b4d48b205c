import { queryId } from "@searchfit/retrieval-dataset";
import { AnswerLog } from "./answer-log.ts";
import {
  collectAnswers,
  PROMPT_VERSION,
  type ProductOutcome,
  type SkipReason,
} from "./collect-answers.ts";
import { CostMeter, type GenerationCost } from "./cost-meter.ts";
import {
  filterQueries,
  type QueryGate,
  type QueryGateOptions,
  type QueryToFilter,
  type RemovedQuery,
} from "./filter-queries.ts";
import type { GenerationProgress } from "./generation-progress.ts";
import { PRICE_TABLE, type PriceTable } from "./price-table.ts";
import type { ProductForQueries, QueryProvider } from "./query-provider.ts";
import type { SyntheticQuery } from "./synthetic-query.ts";
import { SyntheticQueriesError } from "./synthetic-queries-error.ts";

/** What queries are written for, by whom, and within what bounds. */
export interface GenerateQueriesOptions {
  /** Products; each id once. */
  readonly products: readonly ProductForQueries[];
  /** Who writes. */
  readonly provider: QueryProvider;
  /** File of all answers (`generation.jsonl`), append-only; it makes a run resume. */
  readonly answersFile: string;
  /** Queries to ask for. @default 4 */
  readonly queriesPerProduct?: number;
  /** Questions under way at once. @default 4 */
  readonly concurrency?: number;
  /** Budget for the answers in the file and the new ones together. @default no limit */
  readonly maxCostUsd?: number;
  /** Bounds of the quality gates. */
  readonly gates?: QueryGateOptions;
  /** Prices. @default {@link PRICE_TABLE} */
  readonly prices?: PriceTable;
  /** Told after every product. */
  readonly onProgress?: (progress: GenerationProgress) => void;
  /** Breaks the work off; what was answered is stored. */
  readonly signal?: AbortSignal;
}

/** A product without queries. */
export interface SkippedProduct {
  /** The product. */
  readonly productId: string;
  /** Why. */
  readonly reason: SkipReason;
  /** What the provider said, or `null`. */
  readonly message: string | null;
}

/** What {@link generateQueries} gives. */
export interface GenerationResult {
  /** Queries that passed the gates, in the order of the products. */
  readonly pairs: readonly SyntheticQuery[];
  /** Products without queries, in their order. */
  readonly skipped: readonly SkippedProduct[];
  /** Queries taken out, by gate; gates that took none are not in it. */
  readonly removed: Readonly<Partial<Record<QueryGate, number>>>;
  /** Those queries. */
  readonly removedQueries: readonly RemovedQuery[];
  /** What all answers cost, whenever they were paid. */
  readonly cost: GenerationCost;
  /** The budget was too small for all products. */
  readonly stoppedByBudget: boolean;
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
 *   `PAYMENT_REQUIRED`, `UNKNOWN_MODEL`, `UNKNOWN_PRICE` (with a budget), `INVALID_FILE`,
 *   `FILE_NOT_WRITABLE`, and any other code after ten failures in a row.
 * @throws {RangeError} When a count or the budget makes no sense.
 * @example
 * const { pairs, cost } = await generateQueries({ products, provider, answersFile: "generation.jsonl" });
 */
export async function generateQueries(options: GenerateQueriesOptions): Promise<GenerationResult> {
  const { products, provider, answersFile, gates, signal } = options;
  const { queriesPerProduct = 4, concurrency = 4, prices = PRICE_TABLE } = options;
  checkOptions(options);
  signal?.throwIfAborted();
  const meter = new CostMeter(provider.model, prices, options.maxCostUsd);
  const log = await AnswerLog.open(answersFile);
  try {
    const onProgress = options.onProgress ?? (() => undefined);
    const work = { products, provider, log, meter, onProgress, signal };
    const outcomes = await collectAnswers({ ...work, queriesPerProduct, concurrency });
    return toResult(outcomes, { cost: meter.cost(), model: provider.model, gates: gates ?? {} });
  } finally {
    await log.close();
  }
}

function checkOptions(options: GenerateQueriesOptions): void {
  const { queriesPerProduct = 4, concurrency = 4, maxCostUsd, provider } = options;
  for (const [name, count] of Object.entries({ queriesPerProduct, concurrency }))
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`Expected ${name} to be an integer of at least 1, got ${count}.`);
  if (maxCostUsd === undefined) return;
  if (!(maxCostUsd >= 0))
    throw new RangeError(`Expected maxCostUsd of at least 0, got ${maxCostUsd}.`);
  const known = (options.prices ?? PRICE_TABLE).models.has(provider.model);
  if (!known && provider.free !== true)
    throw new SyntheticQueriesError(
      "UNKNOWN_PRICE",
      `Expected a price of ${provider.model} to keep to a budget, found none.`,
      { hint: "Give the model's price, or no budget.", details: { model: provider.model } },
    );
}

function toResult(
  outcomes: readonly ProductOutcome[],
  made: {
    readonly cost: GenerationCost;
    readonly model: string;
    readonly gates: QueryGateOptions;
  },
): GenerationResult {
  const { kept, removed: filtered } = filterQueries(outcomes.flatMap(candidates), made.gates);
  const removedQueries = [...outcomes.flatMap(setAside), ...filtered];
  const answered = new Set(kept.map(({ productId }) => productId));
  return {
    pairs: kept.map(({ text, style, productId }) => ({
      id: queryId({ query: text, product_id: productId }),
      text,
      productId,
      style,
      promptVersion: PROMPT_VERSION,
      generatorModel: made.model,
    })),
    skipped: outcomes.flatMap((outcome) => skipped(outcome, answered)),
    removed: countGates(removedQueries),
    removedQueries,
    cost: made.cost,
    stoppedByBudget: outcomes.some((outcome) => "reason" in outcome && outcome.reason === "budget"),
  };
}

function candidates(outcome: ProductOutcome): readonly QueryToFilter[] {
  if (!("parsed" in outcome)) return [];
  const { id: productId, title } = outcome.product;
  return outcome.parsed.queries.map((query) => ({ ...query, productId, title }));
}

function setAside(outcome: ProductOutcome): readonly RemovedQuery[] {
  if (!("parsed" in outcome)) return [];
  const productId = outcome.product.id;
  const { preambles, cutOff } = outcome.parsed;
  const talk = preambles.map((text): RemovedQuery => ({ productId, text, gate: "preamble" }));
  return cutOff === null ? talk : [...talk, { productId, text: cutOff, gate: "cut-off" }];
}

function skipped(
  outcome: ProductOutcome,
  answered: ReadonlySet<string>,
): readonly SkippedProduct[] {
  const productId = outcome.product.id;
  if ("reason" in outcome) return [{ productId, reason: outcome.reason, message: outcome.message }];
  return answered.has(productId) ? [] : [{ productId, reason: "no-query-left", message: null }];
}

function countGates(removed: readonly RemovedQuery[]): GenerationResult["removed"] {
  const counts = Map.groupBy(removed, ({ gate }) => gate);
  return Object.fromEntries([...counts].map(([gate, queries]) => [gate, queries.length]));
}
