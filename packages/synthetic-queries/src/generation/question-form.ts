import type { ParsedAnswer } from "../answers/parse-answer.ts";
import type {
  ProductForQueries,
  ProviderAnswer,
  WriteQueriesRequest,
  WrittenQuery,
} from "../providers/query-provider.ts";

/** How products become a question, and its answer queries again. */
export interface QuestionForm {
  /** What is asked for; recorded with every answer. @default new queries */
  readonly task?: "paraphrase";
  /** Version of the prompt; recorded with every answer. */
  readonly version: number;
  /** What else is recorded with every answer. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Products of one question at most. */
  readonly packSize: number;
  /** The question about some products. */
  question(products: readonly ProductForQueries[]): WriteQueriesRequest;
  /**
   * Takes an answer apart: product id → what is stored for it, a text or a list of queries.
   * Products that the answer has nothing for are missing.
   */
  partsOf(
    answer: ProviderAnswer,
    products: readonly ProductForQueries[],
  ): ReadonlyMap<string, string | readonly WrittenQuery[]>;
  /** Reads what is stored for a product. */
  parse(answer: ProviderAnswer): ParsedAnswer;
}
