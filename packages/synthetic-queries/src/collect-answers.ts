import pLimit from "p-limit";
import type { AnswerLog } from "./answer-log.ts";
import { answerOfRecord, recordAnswer, requestHash } from "./answer-record.ts";
import { askProvider } from "./ask-provider.ts";
import { buildPrompt } from "./build-prompt.ts";
import type { CostMeter } from "./cost-meter.ts";
import type { GenerationProgress } from "./generation-progress.ts";
import { parseAnswer, type ParsedAnswer } from "./parse-answer.ts";
import type { ProductForQueries, QueryProvider, WriteQueriesRequest } from "./query-provider.ts";
import { SyntheticQueriesError } from "./synthetic-queries-error.ts";

/** Why a product has no queries. */
export type SkipReason = "no-recorded-answer" | "refused" | "failed" | "budget" | "no-query-left";

/** What became of one product. */
export type ProductOutcome =
  | { readonly product: ProductForQueries; readonly parsed: ParsedAnswer }
  | {
      readonly product: ProductForQueries;
      readonly reason: SkipReason;
      readonly message: string | null;
    };

/** What {@link collectAnswers} works with. */
export interface CollectAnswersInput {
  /** Products to ask about. */
  readonly products: readonly ProductForQueries[];
  /** Who is asked. */
  readonly provider: QueryProvider;
  /** Where answers are stored. */
  readonly log: AnswerLog;
  /** Counts the cost. */
  readonly meter: CostMeter;
  /** Queries to ask for. */
  readonly queriesPerProduct: number;
  /** Questions under way at once. */
  readonly concurrency: number;
  /** Told after every product. */
  readonly onProgress: (progress: GenerationProgress) => void;
  /** Breaks the work off. */
  readonly signal: AbortSignal | undefined;
}

/** Version of the prompt that is asked with. */
export const PROMPT_VERSION = 1;
const MAX_TOKENS = 200;
const MAX_FAILURES_IN_A_ROW = 10;
const FATAL: ReadonlySet<string> = new Set([
  "AUTHENTICATION_FAILED",
  "PERMISSION_DENIED",
  "PAYMENT_REQUIRED",
  "UNKNOWN_MODEL",
  "INVALID_FILE",
  "FILE_NOT_WRITABLE",
]);

/**
 * Gets the answer of every product: from the log where it is stored, else by asking and storing.
 * What makes every further question useless ends the work; questions under way are still stored.
 */
export async function collectAnswers(
  input: CollectAnswersInput,
): Promise<readonly ProductOutcome[]> {
  const collector = new Collector(input);
  const limit = pLimit(input.concurrency);
  const outcomes = await limit.map(input.products, (product) => collector.collect(product));
  input.signal?.throwIfAborted();
  collector.throwIfEnded();
  return outcomes;
}

class Collector {
  readonly #input: CollectAnswersInput;
  #done = 0;
  #pairs = 0;
  #failuresInARow = 0;
  #budgetSpent = false;
  #ending: Error | undefined;

  constructor(input: CollectAnswersInput) {
    this.#input = input;
    for (const product of input.products) this.#countStored(product);
  }

  throwIfEnded(): void {
    if (this.#ending !== undefined) throw this.#ending;
  }

  async collect(product: ProductForQueries): Promise<ProductOutcome> {
    const outcome = await this.#outcome(product);
    if (!this.#over()) this.#report(outcome);
    return outcome;
  }

  #over(): boolean {
    return this.#ending !== undefined || this.#input.signal?.aborted === true;
  }

  async #outcome(product: ProductForQueries): Promise<ProductOutcome> {
    const { log, provider, queriesPerProduct } = this.#input;
    const request = this.#request(product);
    const stored = log.stored.get(requestHash(provider, request));
    if (stored !== undefined) {
      const answer = answerOfRecord(stored);
      return outcomeOf(product, answer.stopReason, parseAnswer(answer, queriesPerProduct));
    }
    const most = mostTokens(request);
    const release = this.#budgetSpent ? undefined : await this.#input.meter.reserve(most);
    if (release === undefined) {
      this.#budgetSpent = true;
      return { product, reason: "budget", message: null };
    }
    try {
      // What is returned here is thrown away: the whole work ends with an error.
      if (this.#over()) return { product, reason: "failed", message: null };
      return await this.#ask(product, request);
    } catch (error) {
      return this.#failed(product, error as Error);
    } finally {
      release();
    }
  }

  async #ask(product: ProductForQueries, request: WriteQueriesRequest): Promise<ProductOutcome> {
    const { log, meter, provider, queriesPerProduct } = this.#input;
    const answer = await askProvider(provider, request);
    meter.count(answer.usage);
    const asked = { product_id: product.id, provider: provider.name, model: provider.model };
    const hash = requestHash(provider, request);
    await log.append(
      recordAnswer(answer, { ...asked, prompt_version: PROMPT_VERSION, request: hash }),
    );
    this.#failuresInARow = 0;
    return outcomeOf(product, answer.stopReason, parseAnswer(answer, queriesPerProduct));
  }

  #failed(product: ProductForQueries, error: Error): ProductOutcome {
    const code = error instanceof SyntheticQueriesError ? error.code : undefined;
    if (code === "NO_RECORDED_ANSWER")
      return { product, reason: "no-recorded-answer", message: error.message };
    this.#failuresInARow += 1;
    const hopeless = this.#failuresInARow >= MAX_FAILURES_IN_A_ROW;
    if (hopeless || FATAL.has(code ?? "")) this.#ending ??= error;
    return { product, reason: "failed", message: error.message };
  }

  #request(product: ProductForQueries): WriteQueriesRequest {
    const { queriesPerProduct: count, signal } = this.#input;
    const prompt = buildPrompt(product, { count, version: PROMPT_VERSION });
    const request = { product, prompt, maxTokens: MAX_TOKENS };
    return signal === undefined ? request : { ...request, signal };
  }

  /** What earlier runs paid counts first, so that the budget holds for all runs together. */
  #countStored(product: ProductForQueries): void {
    const { log, meter, provider } = this.#input;
    if (log.stored.size === 0) return;
    meter.count(log.stored.get(requestHash(provider, this.#request(product)))?.usage);
  }

  #report(outcome: ProductOutcome): void {
    this.#done += 1;
    if ("parsed" in outcome) this.#pairs += outcome.parsed.queries.length;
    this.#input.onProgress({
      done: this.#done,
      total: this.#input.products.length,
      pairs: this.#pairs,
      costUsd: this.#input.meter.cost().usd,
    });
  }
}

function outcomeOf(
  product: ProductForQueries,
  stopReason: string | undefined,
  parsed: ParsedAnswer,
): ProductOutcome {
  if (stopReason !== "refusal") return { product, parsed };
  return { product, reason: "refused", message: "the model refused to answer" };
}

/** No tokenizer makes more of a text than this, as far as product texts go. */
function mostTokens({ prompt, maxTokens }: WriteQueriesRequest): {
  readonly inputTokens: number;
  readonly outputTokens: number;
} {
  const bytes = Buffer.byteLength(prompt.system) + Buffer.byteLength(prompt.user);
  return { inputTokens: Math.ceil(bytes / 2), outputTokens: maxTokens };
}
