import { createHash } from "node:crypto";
import type { AskingInput } from "../generation/asking-input.ts";
import type { ProductForQueries, WriteQueriesRequest } from "../providers/query-provider.ts";

/** A question about a pack, under a key that depends on its products alone. */
export interface Question {
  /** Names it in a batch: 24 letters and digits, and the number of the try where it is a later one. */
  readonly key: string;
  /** The products. */
  readonly products: readonly ProductForQueries[];
  /** What is asked. */
  readonly request: WriteQueriesRequest;
}

/** Keeps what is still to be asked in batches: first in packs, then product by product. */
export class OpenQuestions {
  readonly #input: AskingInput;
  readonly #byKey = new Map<string, Question>();
  readonly #tries = new Map<Question, number>();
  readonly #closed = new Set<Question>();
  #lastReason = "the batches gave no answer";

  constructor(packs: readonly (readonly ProductForQueries[])[], input: AskingInput) {
    this.#input = input;
    for (const pack of packs) {
      const question = this.#add(pack, 0);
      const open = this.openProducts(question);
      // What an earlier run answered in part goes on product by product.
      const answered = pack.some((product) => input.book.unusableAnswers(product) > 0);
      if (open.length < pack.length || answered) this.#single(question, open);
    }
  }

  /** The question of a key in any batch, old ones included. */
  byKey(key: string): Question | undefined {
    return this.#byKey.get(key);
  }

  /** Questions that are to be asked now. */
  open(): readonly Question[] {
    const open: Question[] = [];
    for (const question of this.#byKey.values()) {
      if (this.#closed.has(question)) continue;
      if (this.openProducts(question).length > 0) open.push(question);
      else this.#closed.add(question);
    }
    return open;
  }

  /** Products of a question without an answer to use; the others are settled. */
  openProducts({ products }: Question): readonly ProductForQueries[] {
    const { book, settle, maxTries } = this.#input;
    return products.filter((product) => {
      const stored = book.outcome(product);
      if (stored !== undefined) settle(stored);
      else if (book.unusableAnswers(product) < maxTries) return true;
      else settle({ product, reason: "unusable-answer", message: "no query in any answer" });
      return false;
    });
  }

  /** An answer was stored: what it lacked is asked product by product. */
  answered(question: Question): void {
    const open = this.openProducts(question);
    if (open.length < question.products.length) this.#input.ending.succeeded();
    this.#single(question, open);
  }

  /** The question came back without an answer, or not at all. */
  countTry(question: Question, reason?: string): void {
    if (reason !== undefined) this.#lastReason = reason;
    const tries = (this.#tries.get(question) ?? 0) + 1;
    this.#tries.set(question, tries);
    if (tries < this.#input.maxTries || this.#closed.has(question)) return;
    this.failed(question, this.#lastReason);
  }

  /** The question is not asked any more. */
  failed(question: Question, message: string): void {
    this.#closed.add(question);
    for (const product of this.openProducts(question))
      this.#input.settle({ product, reason: "failed", message });
  }

  /** Counts a try of the questions that a batch had but its results lack. */
  countMissing(asked: readonly Question[], answered: ReadonlySet<Question>): void {
    for (const question of asked)
      if (!answered.has(question) && !this.#closed.has(question))
        this.countTry(question, "the results of the batch lack it");
  }

  /** What is still open when no more can be asked is over the budget. */
  settleRest(): void {
    for (const question of this.open())
      for (const product of this.openProducts(question))
        this.#input.settle({ product, reason: "budget", message: null });
  }

  #single(question: Question, open: readonly ProductForQueries[]): void {
    this.#closed.add(question);
    for (const product of open) this.#add([product], this.#input.book.unusableAnswers(product));
  }

  #add(products: readonly ProductForQueries[], tries: number): Question {
    const { book, form } = this.#input;
    const hashes = products.map((product) => book.requestHash(product));
    const hash = createHash("sha256").update(hashes.join(" ")).digest("hex").slice(0, 24);
    const key = tries === 0 ? hash : `${hash}-${tries}`;
    const question = { key, products, request: form.question(products) };
    this.#byKey.set(key, question);
    return question;
  }
}
