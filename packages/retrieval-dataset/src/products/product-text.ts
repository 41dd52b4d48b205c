import type { Product } from "./product.ts";

/**
 * Version of the rule in {@link productText}. It changes whenever the same product would become
 * another text, so that stored vectors can say which rule they were made with.
 */
export const PRODUCT_TEXT_VERSION = "1";

/**
 * The text of a product that is embedded, indexed and trained on: the only place where a product
 * becomes text.
 *
 * It is `searchable_content` as it stands, unless that is blank; then it is composed from title
 * and description by {@link composeSearchableContent}. Another text is made where products are
 * read, by a template: {@link compileTextTemplate} and `readProducts(path, { template })`, which
 * puts it into `searchable_content`.
 *
 * @example
 * productText({ id: "7", title: "Oak desk", description: "Solid oak.", category: null, tags: [],
 *   searchable_content: "", source_file: null }); // "Oak desk. Solid oak."
 */
export function productText(product: Product): string {
  return product.searchable_content.trim() === ""
    ? composeSearchableContent(product)
    : product.searchable_content;
}

/**
 * The searchable text of a product that has none: `title. description`, or `title.` without a
 * description. With an empty title it is the description alone.
 *
 * @example
 * composeSearchableContent({ title: "Oak desk", description: null }); // "Oak desk."
 */
export function composeSearchableContent(product: Pick<Product, "title" | "description">): string {
  const title = product.title.trim();
  const description = product.description?.trim() ?? "";
  if (title === "") return description;
  return description === "" ? `${title}.` : `${title}. ${description}`;
}
