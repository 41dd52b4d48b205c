import type { Product } from "../src/products/product.ts";
import type { TrainingPair } from "../src/pairs/training-pair.ts";

/** Words that titles of the shop are made of. */
export const ADJECTIVES = ["oak", "steel", "linen", "cork", "brass", "wool", "glass", "clay"];
/** Categories of the shop. */
export const NOUNS = [
  "desk",
  "lamp",
  "kettle",
  "rug",
  "mirror",
  "stool",
  "vase",
  "clock",
  "shelf",
  "bowl",
];

/** A product without description. */
export function product(id: string, title: string, category: string | null = null): Product {
  const searchable_content = `${title}.`;
  return {
    id,
    title,
    description: null,
    category,
    tags: [],
    searchable_content,
    source_file: null,
  };
}

/** A query of a product. */
export function pair(query: string, { id, title, searchable_content }: Product): TrainingPair {
  return { query, positive: searchable_content, product_id: id, title };
}

/** A shop of `count` unlike products, four queries each. */
export function shop(count: number): { products: Product[]; pairs: TrainingPair[] } {
  const products = Array.from({ length: count }, (_, index) => {
    const adjective = ADJECTIVES[index % ADJECTIVES.length] ?? "";
    const noun = NOUNS[Math.floor(index / 3) % NOUNS.length] ?? "";
    return product(`${index + 1}`, `${adjective} ${noun} brand${index} line${index}`, noun);
  });
  const pairs = products.flatMap((each, index) =>
    ["brand", "need", "natural", "attribute"].map((style) => ({
      ...pair(`${style} query${index} of ${style}${index} words`, each),
      style,
    })),
  );
  return { products, pairs };
}
