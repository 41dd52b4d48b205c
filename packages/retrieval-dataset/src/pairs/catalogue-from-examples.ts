import { createHash } from "node:crypto";
import type { Product } from "../products/product.ts";
import type { TrainingExample } from "./training-example.ts";
import type { TrainingPair } from "./training-pair.ts";

/** Examples as a catalogue and pairs, ready to be split. */
export interface ExampleCatalogue {
  /** Every different positive as a product, in the order of the examples. */
  readonly products: readonly Product[];
  /** One pair an example. */
  readonly pairs: readonly TrainingPair[];
}

/**
 * Makes a catalogue out of examples that came without one, so that `splitPairs` can keep the same
 * and nearly same texts on one side. A positive without `product_id` gets an id made from its text.
 *
 * Texts of one `product_id` that differ are one product; its text is the first.
 *
 * @example
 * const { products, pairs } = catalogueFromExamples(await readTrainingExamples("pairs.jsonl"));
 * const splits = splitPairs({ pairs, products, stratifyBy: "domain" });
 */
export function catalogueFromExamples(examples: Iterable<TrainingExample>): ExampleCatalogue {
  const products = new Map<string, Product>();
  const pairs: TrainingPair[] = [];
  for (const example of examples) {
    const { anchor, positive, product_id, domain, category, difficulty, weight } = example;
    const id = product_id ?? textId(positive);
    if (!products.has(id)) products.set(id, productOf(id, positive, category ?? domain ?? null));
    const title = products.get(id)?.title ?? "";
    pairs.push({
      query: anchor,
      positive,
      product_id: id,
      title,
      ...(domain === undefined ? {} : { domain }),
      ...(difficulty === undefined ? {} : { difficulty }),
      ...(weight === undefined ? {} : { weight }),
    });
  }
  return { products: [...products.values()], pairs };
}

function textId(text: string): string {
  return `t-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

function productOf(id: string, text: string, category: string | null): Product {
  const shared = { id, category, tags: [], searchable_content: text, source_file: null };
  return { ...shared, title: "", description: text };
}
