import { AnswerLog } from "../answer-log/answer-log.ts";
import { RequestJournal } from "../answer-log/request-journal.ts";
import { CostMeter, type GenerationCost } from "../cost/cost-meter.ts";
import { PRICE_TABLE, type PriceTable } from "../cost/price-table.ts";
import type { ProductForQueries, QueryProvider } from "../providers/query-provider.ts";
import { AnswerBook } from "./answer-book.ts";
import { collectAnswers } from "./collect-answers.ts";
import type { GenerationProgress } from "./generation-progress.ts";
import type { ProductOutcome } from "./product-outcome.ts";
import type { QuestionForm } from "./question-form.ts";
import { WorkEnding } from "./work-ending.ts";

/** Who is asked, where answers are stored, and within what bounds. */
export interface AskProductsOptions {
  /** Who writes. */
  readonly provider: QueryProvider;
  /** File of all answers (`generation.jsonl`), append-only; it makes a run resume. */
  readonly answersFile: string;
  /** Questions under way at once. @default 4 */
  readonly concurrency?: number;
  /** Budget for the answers in the file and the new ones together. @default no limit */
  readonly maxCostUsd?: number;
  /** Prices. @default {@link PRICE_TABLE} */
  readonly prices?: PriceTable;
  /** Told after every product. */
  readonly onProgress?: (progress: GenerationProgress) => void;
  /** Breaks the work off; what was answered is stored. */
  readonly signal?: AbortSignal;
}

/** What asking gave. */
export interface AskedProducts {
  /** What became of every product, in their order. */
  readonly outcomes: readonly ProductOutcome[];
  /** What all answers cost, whenever they were paid. */
  readonly cost: GenerationCost;
  /**
   * Requests that were sent and neither answered nor refused, because a run was killed or a
   * connection broke: the provider may have charged them, and `cost` does not have them. In
   * batches there are none.
   */
  readonly unansweredRequests: number;
  /** The budget was too small for all products. */
  readonly stoppedByBudget: boolean;
}

const MAX_TRIES = 3;
const NO_PROGRESS = (): void => undefined;

/**
 * Asks about products, each answer stored before anything is made of it.
 *
 * @param question How is asked, and what tells its batches from those of other questions.
 */
export async function askProducts(
  products: readonly ProductForQueries[],
  question: { readonly form: QuestionForm; readonly batchesSuffix: string },
  options: AskProductsOptions,
): Promise<AskedProducts> {
  const { provider, answersFile, prices = PRICE_TABLE, signal, concurrency = 4 } = options;
  const { form } = question;
  signal?.throwIfAborted();
  const base = answersFile.replace(/\.jsonl$/u, "");
  const meter = new CostMeter(provider.model, prices, options.maxCostUsd);
  const log = await AnswerLog.open(answersFile);
  const requests = await openRequests(provider, `${base}.requests.jsonl`);
  try {
    const book = new AnswerBook({ log, requests, meter, provider, form });
    const outcomes = await collectAnswers({
      ...{ products, provider, form, meter, signal, book, concurrency },
      ending: new WorkEnding(signal),
      maxTries: MAX_TRIES,
      batchesFile: `${base}${question.batchesSuffix}.jsonl`,
      onProgress: options.onProgress ?? NO_PROGRESS,
    });
    return {
      ...{ outcomes, cost: meter.cost() },
      unansweredRequests: book.unanswered(products),
      stoppedByBudget: outcomes.some((one) => "reason" in one && one.reason === "budget"),
    };
  } finally {
    await requests?.close();
    await log.close();
  }
}

/** Where nothing is paid, and where batches keep their own plans, no request is written down. */
async function openRequests(
  { free, batches }: QueryProvider,
  path: string,
): Promise<RequestJournal | undefined> {
  return free === true || batches !== undefined ? undefined : await RequestJournal.open(path);
}
