import type { Product } from "./product.ts";

/** Names of a product's fields, in the order in which files have them. */
export const PRODUCT_FIELDS = [
  "id",
  "title",
  "description",
  "category",
  "tags",
  "searchable_content",
  "source_file",
] as const satisfies readonly (keyof Product)[];
