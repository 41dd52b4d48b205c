import { createHash } from "node:crypto";
import type { AnswerLog } from "../answer-log/answer-log.ts";
import type { RequestJournal } from "../answer-log/request-journal.ts";
import { answerOfRecord, type AnswerRecord } from "../answer-log/answer-record.ts";
import type { CostMeter } from "../cost/cost-meter.ts";
import { splitUsage } from "../cost/split-usage.ts";
import type {
  ProductForQueries,
  ProviderAnswer,
  QueryProvider,
} from "../providers/query-provider.ts";
import type { ProductOutcome } from "./product-outcome.ts";
import type { QuestionForm } from "./question-form.ts";

const LONGEST_KEPT = 2000;

/** What an {@link AnswerBook} works with. */
export interface AnswerBookOptions {
  /** Where answers are stored. */
  readonly log: AnswerLog;
  /** Where requests are written down before they are sent; `undefined` where nothing is paid. */
  readonly requests: RequestJournal | undefined;
  /** Counts the cost. */
  readonly meter: CostMeter;
  /** Who is asked. */
  readonly provider: QueryProvider;
  /** How is asked. */
  readonly form: QuestionForm;
}

/** Names an answer. */
export interface AnswerIds {
  /** The pack that it is about. */
  readonly packId: string;
  /** The answer itself, where it can be read again. */
  readonly answerId?: string;
}

/** Knows which products have an answer, and stores new ones. */
export class AnswerBook {
  readonly #options: AnswerBookOptions;
  readonly #hashes = new WeakMap<ProductForQueries, string>();

  constructor(options: AnswerBookOptions) {
    this.#options = options;
  }

  /** Hash of everything that a product's answer depends on, whatever pack it is asked in. */
  requestHash(product: ProductForQueries): string {
    const known = this.#hashes.get(product);
    if (known !== undefined) return known;
    const { provider, form } = this.#options;
    const { prompt, maxTokens } = form.question([product]);
    const parts = [provider.name, provider.model, provider.fingerprint ?? "", product.id];
    const all = JSON.stringify([...parts, prompt.system, prompt.user, maxTokens]);
    const hash = createHash("sha256").update(all).digest("hex").slice(0, 16);
    this.#hashes.set(product, hash);
    return hash;
  }

  /** What earlier runs paid counts first, so that the budget holds for all runs together. */
  countStored(products: readonly ProductForQueries[]): void {
    const { log, meter } = this.#options;
    for (const product of products) {
      const hash = this.requestHash(product);
      const answer = log.answer(hash);
      for (const { usage, pack } of [...log.unusable(hash), ...(answer ? [answer] : [])])
        meter.count(usage, pack === undefined || pack.index === 0 ? 1 : 0);
    }
  }

  /** Writes down that a question is about to be sent. */
  async sent([first]: readonly ProductForQueries[]): Promise<void> {
    if (first !== undefined) await this.#options.requests?.sent(this.requestHash(first));
  }

  /** Notes that a question was not taken and cost nothing. */
  refused([first]: readonly ProductForQueries[]): void {
    if (first !== undefined) this.#options.requests?.refused(this.requestHash(first));
  }

  /** Requests about the products that were sent, not refused, and never answered. */
  unanswered(products: readonly ProductForQueries[]): number {
    const { log, requests } = this.#options;
    if (requests === undefined) return 0;
    return products.reduce((sum, product) => {
      const hash = this.requestHash(product);
      return sum + Math.max(0, requests.count(hash) - log.directAnswers(hash));
    }, 0);
  }

  /** What became of a product by its stored answer; `undefined` when there is none to use. */
  outcome(product: ProductForQueries): ProductOutcome | undefined {
    const record = this.#options.log.answer(this.requestHash(product));
    if (record === undefined) return undefined;
    const answer = answerOfRecord(record);
    if (answer.stopReason === "refusal" && record.pack === undefined)
      return { product, reason: "refused", message: "the model refused to answer" };
    const parsed = this.#options.form.parse(answer);
    return record.pack === undefined
      ? { product, parsed }
      : { product, parsed, packId: record.pack.id };
  }

  /** Answers about the product that were paid but could not be used. */
  unusableAnswers(product: ProductForQueries): number {
    return this.#options.log.unusable(this.requestHash(product)).length;
  }

  /**
   * Counts and stores an answer about some products, in one piece. What of it is stored already,
   * because a batch's results are read again, is neither stored nor counted twice.
   */
  async store(
    answer: ProviderAnswer,
    products: readonly ProductForQueries[],
    ids: AnswerIds,
  ): Promise<void> {
    const { log, meter } = this.#options;
    const records = this.#records(answer, products, ids).filter(
      ({ request }) => ids.answerId === undefined || !log.has(request, ids.answerId),
    );
    for (const { usage, pack } of records) meter.count(usage, (pack?.index ?? 0) === 0 ? 1 : 0);
    await log.append(records);
  }

  #records(
    answer: ProviderAnswer,
    products: readonly ProductForQueries[],
    { packId, answerId }: AnswerIds,
  ): readonly AnswerRecord[] {
    const parts = this.#options.form.partsOf(answer, products);
    const shares = answer.usage === undefined ? [] : splitUsage(answer.usage, products.length);
    return products.map((product, index) => {
      const part = parts.get(product.id);
      const usage = shares[index];
      return {
        ...this.#asked(product),
        ...(part === undefined ? { answer: excerpt(answer), unusable: true } : kept(part)),
        ...(products.length === 1 ? {} : { pack: { id: packId, index, size: products.length } }),
        ...(answerId === undefined ? {} : { answer_id: answerId }),
        ...(answer.stopReason === undefined ? {} : { stop_reason: answer.stopReason }),
        ...(usage === undefined ? {} : { usage }),
      };
    });
  }

  #asked(product: ProductForQueries): Omit<AnswerRecord, "answer" | "queries"> {
    const { form, provider } = this.#options;
    return {
      product_id: product.id,
      ...(form.task === undefined ? {} : { task: form.task }),
      provider: provider.name,
      model: provider.model,
      prompt_version: form.version,
      request: this.requestHash(product),
      params: form.params,
    };
  }
}

function kept(part: ProviderAnswer["text"]): Pick<AnswerRecord, "answer" | "queries"> {
  return typeof part === "string" ? { answer: part } : { queries: part };
}

function excerpt({ text }: ProviderAnswer): string {
  return (typeof text === "string" ? text : JSON.stringify(text)).slice(0, LONGEST_KEPT);
}
