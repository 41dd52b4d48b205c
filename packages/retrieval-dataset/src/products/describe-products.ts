import { productText } from "./product-text.ts";
import type { Product } from "./product.ts";
import { unitHash } from "../split/unit-hash.ts";

/** What is measured with. */
export interface DescribeProductsOptions {
  /**
   * Counts the model's tokens of texts, one number a text.
   * @default tokens are not counted
   */
  readonly countTokens?: (texts: readonly string[]) => readonly number[];
  /** Tokens that the model reads of a text; longer ones are cut. @default no limit */
  readonly maxTokens?: number;
  /** Chooses the samples. @default 42 */
  readonly seed?: number;
}

/** A product as it is shown in a list. */
export type ProductSample = Pick<Product, "id" | "title" | "category">;

/** A catalogue in figures. */
export interface ProductStatistics {
  /** Number of products. */
  readonly total: number;
  /** Products of every category, most first; `null` for none. */
  readonly categories: ReadonlyMap<string | null, number>;
  /** Number of named categories. */
  readonly categoryCount: number;
  /** Products without description. */
  readonly withoutDescription: number;
  /** Mean length of the embedded texts in characters; 0 without products. */
  readonly meanCharacters: number;
  /** Mean length in the model's tokens; `null` when they are not counted. */
  readonly meanTokens: number | null;
  /** Texts of more tokens than the model reads; `null` when that is not known. */
  readonly cutTexts: number | null;
  /** The limit that `cutTexts` was counted with; `null` for none. */
  readonly maxTokens: number | null;
  /** Three products drawn by seed, or all of fewer. */
  readonly samples: readonly ProductSample[];
  /** The embedded text of the first product in full; `null` without products. */
  readonly firstText: string | null;
}

const SAMPLES = 3;
const BATCH = 1024;

/**
 * Figures of a catalogue: how many products and categories, how long the embedded texts are and
 * how many of them the model will cut.
 *
 * @example
 * describeProducts(products, { countTokens, maxTokens: 256 }).cutTexts; // 1874
 */
export function describeProducts(
  products: readonly Product[],
  options: DescribeProductsOptions = {},
): ProductStatistics {
  const counts = [...Map.groupBy(products, (product) => product.category)]
    .map(([category, members]) => [category, members.length] as const)
    .sort(([, a], [, b]) => b - a);
  const [first] = products;
  const tokens = countAll(products, options.countTokens);
  const { maxTokens = null } = options;
  return {
    total: products.length,
    categories: new Map(counts),
    categoryCount: counts.filter(([category]) => category !== null).length,
    withoutDescription: products.filter((product) => !product.description?.trim()).length,
    meanCharacters: mean(products.map((product) => productText(product).length)),
    meanTokens: tokens === null ? null : mean(tokens),
    cutTexts:
      tokens === null || maxTokens === null
        ? null
        : tokens.filter((count) => count > maxTokens).length,
    maxTokens,
    samples: drawSamples(products, options.seed ?? 42),
    firstText: first === undefined ? null : productText(first),
  };
}

function countAll(
  products: readonly Product[],
  countTokens: DescribeProductsOptions["countTokens"],
): readonly number[] | null {
  if (countTokens === undefined) return null;
  const counts: number[] = [];
  for (let start = 0; start < products.length; start += BATCH)
    counts.push(...countTokens(products.slice(start, start + BATCH).map(productText)));
  return counts;
}

function mean(values: readonly number[]): number {
  if (values.length === 0) return 0;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function drawSamples(products: readonly Product[], seed: number): readonly ProductSample[] {
  return products
    .map(({ id, title, category }) => ({
      sample: { id, title, category },
      draw: unitHash(seed, "sample", id),
    }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, SAMPLES)
    .map(({ sample }) => sample);
}
