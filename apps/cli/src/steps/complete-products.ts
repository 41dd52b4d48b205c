import { productText, type Product } from "@searchfit/retrieval-dataset";

/** Products that every later step can take, and what had to be done for it. */
export interface CompleteProducts {
  /** In the given order, each with a title. */
  readonly products: readonly Product[];
  /** Products whose title was missing: it is the beginning of their text now. */
  readonly untitled: number;
  /** Products left out, because they have neither title nor text. */
  readonly empty: number;
}

const titleWords = 12;

/**
 * Gives products without a title the first 12 words of their text as one. A table may have such rows
 * (NULL), and its readers find them by their text.
 *
 * @example
 * completeProducts([{ ...lamp, title: "", searchable_content: "Brass lamp with a shade" }]).untitled; // 1
 */
export function completeProducts(all: readonly Product[]): CompleteProducts {
  const isUntitled = (product: Product) => product.title.trim() === "";
  const described = all.filter((product) => !isUntitled(product) || hasText(product));
  return {
    products: described.map((product) =>
      isUntitled(product) ? { ...product, title: beginningOf(product) } : product,
    ),
    untitled: described.filter(isUntitled).length,
    empty: all.length - described.length,
  };
}

function hasText(product: Product): boolean {
  return productText(product).trim() !== "";
}

function beginningOf(product: Product): string {
  return productText(product).trim().split(/\s+/u).slice(0, titleWords).join(" ");
}
