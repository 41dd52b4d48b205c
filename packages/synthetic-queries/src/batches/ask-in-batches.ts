import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { AskingInput } from "../generation/asking-input.ts";
import { mostTokens } from "../generation/most-tokens.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";
import { BatchJournal, type BatchPlan } from "./batch-journal.ts";
import { fillBatch, type PlannedBatch } from "./fill-batch.ts";
import { findBatch } from "./find-batch.ts";
import { OpenQuestions, type Question } from "./open-questions.ts";
import type { BatchOutcome, QueryBatches } from "./query-batches.ts";

type Products = readonly ProductForQueries[];

/**
 * Asks about packs in batches. What is to be created is written down before, so that after a kill
 * at any moment the next run goes on with the same batches: known ones are read, one whose id was
 * lost is found by listing, and only what no batch has answered is asked again, three times at most.
 */
export async function askInBatches(packs: readonly Products[], input: AskingInput): Promise<void> {
  const { batches } = input.provider;
  if (batches === undefined) throw new TypeError("Expected a provider with batches.");
  const journal = await BatchJournal.open(input.batchesFile);
  try {
    await new BatchAsking(input, { batches, journal, packs }).run();
  } catch (error) {
    // What ends the work is told by it; an abort is told by the signal.
    if (!(error instanceof Error) || input.ending.over) return;
    throw error;
  } finally {
    await journal.close();
  }
}

interface CreatedBatch {
  readonly plan: BatchPlan;
  readonly questions: readonly Question[];
}

class BatchAsking {
  readonly #input: AskingInput;
  readonly #batches: QueryBatches;
  readonly #journal: BatchJournal;
  readonly #questions: OpenQuestions;

  constructor(
    input: AskingInput,
    work: {
      readonly batches: QueryBatches;
      readonly journal: BatchJournal;
      readonly packs: readonly Products[];
    },
  ) {
    this.#input = input;
    this.#batches = work.batches;
    this.#journal = work.journal;
    this.#questions = new OpenQuestions(work.packs, input);
  }

  async run(): Promise<void> {
    for (const plan of this.#journal.open) await this.#resume(plan);
    for (;;) {
      const planned = this.#planAll();
      if (planned.length === 0) break;
      const created: CreatedBatch[] = [];
      for (const batch of planned) created.push(...(await this.#create(batch)));
      for (const { plan, questions } of created) await this.#collect(plan, questions);
      for (const { release } of planned) release();
    }
    this.#questions.settleRest();
  }

  /** Goes on with a batch of an earlier run. */
  async #resume(plan: BatchPlan): Promise<void> {
    const { signal } = this.#input;
    const search = { batches: this.#batches, journal: this.#journal, signal };
    const id = plan.batchId ?? (await findBatch(plan, search));
    if (id === undefined) return await this.#journal.over(plan.marker);
    if (plan.batchId === null) await this.#journal.created(plan.marker, id);
    await this.#collect({ ...plan, batchId: id }, []);
  }

  /** As many batches as the open questions and the budget make. */
  #planAll(): readonly PlannedBatch[] {
    const { meter } = this.#input;
    const planned: PlannedBatch[] = [];
    for (const left = [...this.#questions.open()]; left.length > 0;) {
      const batch = fillBatch(left, this.#batches, ({ request }) =>
        meter.tryReserve({ ...mostTokens(request), batch: true }),
      );
      if (batch === undefined) break;
      planned.push(batch);
      left.splice(0, batch.questions.length);
    }
    return planned;
  }

  async #create({ questions }: PlannedBatch): Promise<readonly CreatedBatch[]> {
    const keys = questions.map(({ key }) => key);
    const text = JSON.stringify([this.#journal.planned, keys]);
    const marker = `sf${createHash("sha256").update(text).digest("hex").slice(0, 14)}`;
    const plan = await this.#journal.plan(marker, questions.length);
    const requests = questions.map(({ key, request }) => ({
      customId: `${marker}-${key}`,
      request,
    }));
    const { signal } = this.#input;
    try {
      const search = { batches: this.#batches, journal: this.#journal, signal };
      const id = (await this.#batches.create(requests, signal)) ?? (await findBatch(plan, search));
      if (id !== undefined) {
        await this.#journal.created(marker, id);
        return [{ plan: { ...plan, batchId: id }, questions }];
      }
    } catch (error) {
      signal?.throwIfAborted();
      this.#input.ending.failed(error as Error);
      if (this.#input.ending.over) throw error;
      for (const question of questions) this.#questions.failed(question, (error as Error).message);
    }
    await this.#journal.over(marker);
    for (const question of questions) this.#questions.countTry(question);
    return [];
  }

  /**
   * Waits for a batch and stores its answers.
   *
   * @param questions What it was asked; of a batch of an earlier run that is not known.
   */
  async #collect({ marker, batchId }: BatchPlan, questions: readonly Question[]): Promise<void> {
    if (batchId === null) return;
    const { signal } = this.#input;
    while (!(await this.#batches.state(batchId, signal)).ended)
      await sleep(this.#batches.pollMs, undefined, signal ? { signal } : {});
    const asked = new Set<Question>();
    for await (const { customId, outcome } of this.#batches.results(batchId, signal)) {
      const question = this.#questions.byKey(customId.slice(marker.length + 1));
      // A second result under the same id, or one of a product that is gone, has nothing to add.
      if (question === undefined || asked.has(question)) continue;
      asked.add(question);
      await this.#take(question, outcome, customId);
    }
    await this.#journal.over(marker);
    this.#questions.countMissing(questions, asked);
  }

  async #take(question: Question, outcome: BatchOutcome, customId: string): Promise<void> {
    const { book, ending } = this.#input;
    const open = this.#questions.openProducts(question);
    if (open.length === 0) return;
    if (outcome.type === "failed") {
      ending.failed(outcome.error);
      this.#questions.failed(question, outcome.error.message);
    } else if (outcome.type === "again") this.#questions.countTry(question, outcome.reason);
    else {
      await book.store(outcome.answer, question.products, {
        packId: question.key,
        answerId: customId,
      });
      this.#questions.answered(question);
    }
    ending.throwIfOver();
  }
}
