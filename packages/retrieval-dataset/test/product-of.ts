import { composeSearchableContent } from "../src/products/product-text.ts";
import type { Product } from "../src/products/product.ts";

/** A product whose text is composed of title and description, as readers compose it. */
export function productOf(id: string, title: string, other: Partial<Product> = {}): Product {
  const description = other.description ?? null;
  return {
    id,
    title,
    description,
    category: null,
    tags: [],
    searchable_content: composeSearchableContent({ title, description }),
    source_file: null,
    ...other,
  };
}
