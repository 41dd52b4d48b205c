import type { ProductOutcome, SkipReason } from "./product-outcome.ts";

/** A product without queries. */
export interface SkippedProduct {
  /** The product. */
  readonly productId: string;
  /** Why. */
  readonly reason: SkipReason;
  /** What the provider said, or `null`. */
  readonly message: string | null;
}

/** Products without queries, in order, those included of which the gates left nothing. */
export function skippedProducts(
  outcomes: readonly ProductOutcome[],
  withQueries: ReadonlySet<string>,
): readonly SkippedProduct[] {
  return outcomes.flatMap((outcome): readonly SkippedProduct[] => {
    const { id: productId } = outcome.product;
    if ("reason" in outcome) {
      const { reason, message } = outcome;
      return [{ productId, reason, message }];
    }
    return withQueries.has(productId)
      ? []
      : [{ productId, reason: "no-query-left", message: null }];
  });
}
