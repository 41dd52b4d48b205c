import type { CostMeter } from "../cost/cost-meter.ts";
import type { QueryProvider } from "../providers/query-provider.ts";
import type { AnswerBook } from "./answer-book.ts";
import type { ProductOutcome } from "./product-outcome.ts";
import type { QuestionForm } from "./question-form.ts";
import type { WorkEnding } from "./work-ending.ts";

/** What asking works with. */
export interface AskingInput {
  /** Who is asked. */
  readonly provider: QueryProvider;
  /** How is asked. */
  readonly form: QuestionForm;
  /** Knows what is answered. */
  readonly book: AnswerBook;
  /** Counts the cost. */
  readonly meter: CostMeter;
  /** Decides when to give up altogether. */
  readonly ending: WorkEnding;
  /** Questions under way at once. */
  readonly concurrency: number;
  /** Answers without use after which a product is skipped. */
  readonly maxTries: number;
  /** File of the plans of batches. */
  readonly batchesFile: string;
  /** Told what became of a product, once for each. */
  readonly settle: (outcome: ProductOutcome) => void;
  /** Breaks the work off. */
  readonly signal: AbortSignal | undefined;
}
