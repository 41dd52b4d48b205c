import type { ParsedAnswer } from "../answers/parse-answer.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";

/** Why a product has no queries. */
export type SkipReason =
  "no-recorded-answer" | "refused" | "unusable-answer" | "failed" | "budget" | "no-query-left";

/** What became of one product. */
export type ProductOutcome =
  | {
      readonly product: ProductForQueries;
      readonly parsed: ParsedAnswer;
      /** The answer that it shares with other products. */
      readonly packId?: string;
    }
  | {
      readonly product: ProductForQueries;
      readonly reason: SkipReason;
      readonly message: string | null;
    };
