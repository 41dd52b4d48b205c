import pLimit from "p-limit";
import { askOnce, retriesOf } from "../providers/ask-once.ts";
import type { ProductForQueries, WriteQueriesRequest } from "../providers/query-provider.ts";
import { RetryLater } from "../requests/retry-later.ts";
import { Slots } from "../requests/slots.ts";
import { tryAgain } from "../requests/try-again.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";
import type { AskingInput } from "./asking-input.ts";
import { mostTokens } from "./most-tokens.ts";
import type { ProductOutcome } from "./product-outcome.ts";

type Products = readonly ProductForQueries[];

/** Products that wait for another try while others are asked. */
const WAITING_PER_SLOT = 8;

/**
 * Asks about packs, each in a request of its own; what an answer lacks is asked one by one, up to
 * three tries in all.
 */
export async function askDirectly(packs: readonly Products[], input: AskingInput): Promise<void> {
  const asking = new DirectAsking(input);
  const limit = pLimit(input.concurrency * WAITING_PER_SLOT);
  await limit.map(packs, (pack) => asking.ask(pack));
}

class DirectAsking {
  readonly #input: AskingInput;
  readonly #slots: Slots;
  #budgetSpent = false;

  constructor(input: AskingInput) {
    this.#input = input;
    this.#slots = new Slots(input.concurrency);
  }

  async ask(pack: Products): Promise<void> {
    const open = await this.#once(pack.filter((product) => this.#isOpen(product)));
    for (const product of open) {
      // An answer that lacks a product was a try; what failed altogether has been tried enough.
      while (this.#isOpen(product) && (await this.#once([product])).length > 0);
      this.#countUnusable(product);
    }
  }

  /** A model that never answers with queries is not asked a million times. */
  #countUnusable(product: ProductForQueries): void {
    const { book, ending, maxTries, provider } = this.#input;
    if (ending.over || book.unusableAnswers(product) < maxTries) return;
    const message = `Expected queries of ${provider.model}, got answers without any.`;
    const hint = "Look at the last lines of the file of answers; take another model.";
    ending.failed(new SyntheticQueriesError("INVALID_ANSWER", message, { hint }));
  }

  /** True while the product has neither an answer nor an outcome; settles those at their end. */
  #isOpen(product: ProductForQueries): boolean {
    const { book, maxTries, settle } = this.#input;
    const stored = book.outcome(product);
    if (stored !== undefined) settle(stored);
    else if (book.unusableAnswers(product) < maxTries) return true;
    else settle({ product, reason: "unusable-answer", message: "no query in any answer" });
    return false;
  }

  /** Asks once. Returns the products that are still open. */
  async #once(products: Products): Promise<Products> {
    if (products.length === 0) return [];
    const { meter, ending } = this.#input;
    const request = this.#input.form.question(products);
    const release = this.#budgetSpent ? undefined : await meter.reserve(mostTokens(request));
    if (release === undefined) {
      this.#budgetSpent = true;
      return this.#settleAll(products, () => ({ reason: "budget", message: null }));
    }
    try {
      await this.#askAndStore(request, products);
      const open = products.filter((product) => this.#isOpen(product));
      if (open.length < products.length) ending.succeeded();
      return open;
    } catch (error) {
      return this.#failed(products, error as Error);
    } finally {
      release();
    }
  }

  /** The slot is held until the answer is stored: only then may the next question go out. */
  #askAndStore(request: WriteQueriesRequest, products: Products): Promise<void> {
    const { book, ending, provider, signal } = this.#input;
    const asked = signal === undefined ? request : { ...request, signal };
    const packId = `${book.requestHash(request.product)}-${products.length}`;
    const attempt = async (): Promise<void> => {
      // What waited for a slot while the work ended is not asked any more.
      if (ending.over) throw new SyntheticQueriesError("INVALID_REQUEST", "the work is over");
      await book.sent(products);
      try {
        await book.store(await askOnce(provider, asked), products, { packId });
      } catch (error) {
        if (!mayBeCharged(error)) book.refused(products);
        if (error instanceof SyntheticQueriesError && error.code !== "NO_RECORDED_ANSWER")
          ending.failed(error);
        throw error;
      }
    };
    const retries = retriesOf(provider);
    return tryAgain((earlier) => this.#slots.run(attempt, earlier > 0), { ...retries, signal });
  }

  #failed(products: Products, error: Error): Products {
    const code = error instanceof SyntheticQueriesError ? error.code : undefined;
    if (code === "NO_RECORDED_ANSWER")
      return this.#settleAll(products, () => ({
        reason: "no-recorded-answer",
        message: error.message,
      }));
    this.#input.ending.failed(error);
    return this.#settleAll(products, () => ({ reason: "failed", message: error.message }));
  }

  #settleAll(
    products: Products,
    outcome: () => Pick<
      Extract<ProductOutcome, { readonly reason: unknown }>,
      "reason" | "message"
    >,
  ): Products {
    for (const product of products) this.#input.settle({ product, ...outcome() });
    return [];
  }
}

/** Anything but an answer that says so may have been charged: a cut one, an abort, a lost connection. */
function mayBeCharged(error: unknown): boolean {
  if (error instanceof RetryLater) return error.maybeCharged;
  return !(error instanceof SyntheticQueriesError) || error.code === "FILE_NOT_WRITABLE";
}
