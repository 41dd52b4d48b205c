import { clusterProducts } from "./cluster-products.ts";
import { productText } from "./product-text.ts";
import type { Product } from "./product.ts";

/** Something about a product that makes search worse. */
export type ProductIssue =
  /** No description. */
  | "missing-description"
  /** No category. */
  | "missing-category"
  /** A text of more than 20,000 characters. */
  | "huge-text"
  /** HTML tags or entities in the text. */
  | "html"
  /** Control characters in the text. */
  | "control-characters"
  /** UTF-8 that was read as Latin-1 once ("dÃ©cor"). */
  | "broken-encoding"
  /** In a family of near-duplicates. */
  | "near-duplicate";

/** How often an issue was found, and where. */
export interface AuditFinding {
  /** What was found. */
  readonly issue: ProductIssue;
  /** Products that have it. */
  readonly count: number;
  /** Ids of the first five of them. */
  readonly examples: readonly string[];
}

const HUGE_CHARACTERS = 20_000;
const EXAMPLES = 5;
const HTML = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|&(?:amp|lt|gt|quot|nbsp|#\d+);/iu;
const CONTROL_CHARACTER = /(?![\t\n\r])\p{Cc}/u;
const BROKEN_ENCODING = /[ÃÂâ][\u0080-\u00BF\u20AC\u201A-\u201E\u2020-\u2030\u2122]/u;

const CHECKS: Readonly<
  Record<Exclude<ProductIssue, "near-duplicate">, (product: Product) => boolean>
> = {
  "missing-description": (product) => !product.description?.trim(),
  "missing-category": (product) => product.category === null,
  "huge-text": (product) => productText(product).length > HUGE_CHARACTERS,
  html: (product) => HTML.test(productText(product)),
  "control-characters": (product) => CONTROL_CHARACTER.test(productText(product)),
  "broken-encoding": (product) => BROKEN_ENCODING.test(productText(product)),
};

/**
 * Looks through a catalogue for what makes search worse. Nothing is changed.
 *
 * @returns One finding for every issue that occurs, most frequent first.
 * @example
 * auditProducts(products)[0]; // { issue: "near-duplicate", count: 2613, examples: ["p12", …] }
 */
export function auditProducts(products: readonly Product[]): readonly AuditFinding[] {
  const found = Object.entries(CHECKS).map(([issue, check]) => ({
    issue: issue as ProductIssue,
    ids: products.filter(check).map(({ id }) => id),
  }));
  const families = clusterProducts(products).clusters.flat();
  return [...found, { issue: "near-duplicate" as const, ids: families }]
    .filter(({ ids }) => ids.length > 0)
    .map(({ issue, ids }) => ({ issue, count: ids.length, examples: ids.slice(0, EXAMPLES) }))
    .sort((a, b) => b.count - a.count);
}
