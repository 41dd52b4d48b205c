import type { Product } from "./product.ts";

/** Names in the exports of shop systems, likeliest first, in small letters and with underscores. */
const KNOWN: Partial<Readonly<Record<keyof Product, readonly string[]>>> = {
  id: [
    ..."sku product_id productid item_id itemid article_number ean gtin variant_sku".split(" "),
    ..."handle _id".split(" "),
  ],
  title: "name product_name product_title productname item_name".split(" "),
  description: [
    ..."body_html body product_description long_description description_html".split(" "),
    ..."short_description".split(" "),
  ],
  category: "product_type product_category category_name categories type".split(" "),
  tags: "keywords labels product_tags".split(" "),
};

/**
 * The column that most likely holds a field, by the names that exports of shops have.
 *
 * @example
 * likelyColumn("description", ["SKU", "Body (HTML)"]); // "Body (HTML)"
 */
export function likelyColumn(field: keyof Product, columns: readonly string[]): string | undefined {
  const plain = new Map(columns.map((column) => [plainName(column), column]));
  const known = KNOWN[field]?.find((name) => plain.has(name));
  return known === undefined ? undefined : plain.get(known);
}

function plainName(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, "_")
    .replace(/(?<=.)_+$/u, "");
}
