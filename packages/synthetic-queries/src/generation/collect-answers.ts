import { askInBatches } from "../batches/ask-in-batches.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";
import { askDirectly } from "./ask-directly.ts";
import type { AskingInput } from "./asking-input.ts";
import type { GenerationProgress } from "./generation-progress.ts";
import { packProducts } from "./pack-products.ts";
import type { ProductOutcome } from "./product-outcome.ts";

/** What {@link collectAnswers} works with. */
export interface CollectAnswersInput extends Omit<AskingInput, "settle"> {
  /** Products to ask about. */
  readonly products: readonly ProductForQueries[];
  /** Told after every product. */
  readonly onProgress: (progress: GenerationProgress) => void;
}

/**
 * Gets the answer of every product: from the log where it is stored, else by asking and storing.
 * What makes every further question useless ends the work; questions under way are still stored.
 */
export async function collectAnswers(
  input: CollectAnswersInput,
): Promise<readonly ProductOutcome[]> {
  const { products, provider, form, book, ending } = input;
  const outcomes = new Map<string, ProductOutcome>();
  const settle = reporter(input, outcomes);
  book.countStored(products);
  const packs = packProducts(products, provider.packs === false ? 1 : form.packSize);
  await (provider.batches === undefined ? askDirectly : askInBatches)(packs, { ...input, settle });
  ending.throwIfOver();
  return products.flatMap(({ id }) => outcomes.get(id) ?? []);
}

function reporter(
  { products, meter, onProgress, ending }: CollectAnswersInput,
  outcomes: Map<string, ProductOutcome>,
): (outcome: ProductOutcome) => void {
  let pairs = 0;
  return (outcome) => {
    if (outcomes.has(outcome.product.id)) return;
    outcomes.set(outcome.product.id, outcome);
    if ("parsed" in outcome) pairs += outcome.parsed.queries.length;
    if (ending.over) return;
    const costUsd = meter.cost().usd;
    onProgress({ done: outcomes.size, total: products.length, pairs, costUsd });
  };
}
