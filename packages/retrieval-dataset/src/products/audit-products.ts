import { clusterProducts } from "../duplicates/cluster-products.ts";
import { words } from "../pairs/words.ts";
import { hasHtml } from "./has-html.ts";
import { guessLanguage } from "./guess-language.ts";
import { productText } from "./product-text.ts";
import type { Product } from "./product.ts";

/** Something about a product that makes search worse. */
export type ProductIssue =
  /** No title. */
  | "missing-title"
  /** No description. */
  | "missing-description"
  /** No category. */
  | "missing-category"
  /** An id that an earlier product has. */
  | "repeated-id"
  /** The very same text as an earlier product. */
  | "repeated-text"
  /** A text without any word. */
  | "empty-text"
  /** A text of more than 20,000 characters. */
  | "huge-text"
  /** A text of more tokens than the model reads: its end is cut. */
  | "cut-by-model"
  /** HTML tags or entities in the text. */
  | "html"
  /** Control characters in the text. */
  | "control-characters"
  /** UTF-8 that was read as Latin-1 once ("dÃ©cor"). */
  | "broken-encoding"
  /** Another language than most of the catalogue. */
  | "other-language"
  /** In a family of near-duplicates. */
  | "near-duplicate";

/** What is looked at with. */
export interface AuditProductsOptions {
  /**
   * Counts the model's tokens of texts, one number a text.
   * @default cut texts are not looked for
   */
  readonly countTokens?: (texts: readonly string[]) => readonly number[];
  /** Tokens that the model reads of a text. @default cut texts are not looked for */
  readonly maxTokens?: number;
  /** Longest text that is not huge, in characters. @default 20000 */
  readonly maxCharacters?: number;
}

/** How often an issue was found, and where. */
export interface AuditFinding {
  /** What was found. */
  readonly issue: ProductIssue;
  /** Products that have it. */
  readonly count: number;
  /** Ids of the first five of them. */
  readonly examples: readonly string[];
}

const EXAMPLES = 5;
const BATCH = 1024;
const CONTROL_CHARACTER = /(?![\t\n\r])\p{Cc}/u;
const BROKEN_ENCODING = /[ÃÂâ][\u0080-\u00BF\u20AC\u201A-\u201E\u2020-\u2030\u2122]/u;

type Check = (product: Product, text: string) => boolean;

/**
 * Looks through a catalogue for what makes search worse. Nothing is changed.
 *
 * The language of the catalogue is the one that most texts are in by {@link guessLanguage}; texts
 * that say too little for a guess are passed over.
 *
 * @returns One finding for every issue that occurs, most frequent first.
 * @example
 * auditProducts(products, { countTokens, maxTokens: 256 })[0];
 * // { issue: "near-duplicate", count: 2613, examples: ["p12", …] }
 */
export function auditProducts(
  products: readonly Product[],
  options: AuditProductsOptions = {},
): readonly AuditFinding[] {
  const texts = products.map(productText);
  const found = Object.entries(checksOf(options)).map(([issue, check]) => ({
    issue: issue as ProductIssue,
    ids: products.filter((product, at) => check(product, texts[at] ?? "")).map(({ id }) => id),
  }));
  const ids = products.map(({ id }) => id);
  const pick = (chosen: readonly boolean[]) => ids.filter((_, at) => chosen[at]);
  return [
    ...found,
    { issue: "cut-by-model" as const, ids: pick(cutTexts(texts, options)) },
    { issue: "other-language" as const, ids: pick(foreignTexts(texts)) },
    { issue: "near-duplicate" as const, ids: clusterProducts(products).clusters.flat() },
  ]
    .filter((finding) => finding.ids.length > 0)
    .map((finding) => ({
      issue: finding.issue,
      count: finding.ids.length,
      examples: finding.ids.slice(0, EXAMPLES),
    }))
    .sort((a, b) => b.count - a.count);
}

function checksOf({ maxCharacters = 20_000 }: AuditProductsOptions) {
  return {
    "missing-title": (product) => product.title.trim() === "",
    "missing-description": (product) => !product.description?.trim(),
    "missing-category": (product) => product.category === null,
    "repeated-id": repeats((product) => product.id),
    "repeated-text": repeats((_product, text) => (words(text).length === 0 ? null : text)),
    "empty-text": (_product, text) => words(text).length === 0,
    "huge-text": (_product, text) => text.length > maxCharacters,
    html: (_product, text) => hasHtml(text),
    "control-characters": (_product, text) => CONTROL_CHARACTER.test(text),
    "broken-encoding": (_product, text) => BROKEN_ENCODING.test(text),
  } satisfies Partial<Record<ProductIssue, Check>>;
}

/** Whether an earlier product had the same key. */
function repeats(keyOf: (product: Product, text: string) => string | null): Check {
  const seen = new Set<string>();
  return (product, text) => {
    const key = keyOf(product, text);
    if (key === null) return false;
    const known = seen.has(key);
    seen.add(key);
    return known;
  };
}

function cutTexts(
  texts: readonly string[],
  { countTokens, maxTokens }: AuditProductsOptions,
): readonly boolean[] {
  if (countTokens === undefined || maxTokens === undefined) return [];
  const cut: boolean[] = [];
  for (let start = 0; start < texts.length; start += BATCH)
    for (const count of countTokens(texts.slice(start, start + BATCH))) cut.push(count > maxTokens);
  return cut;
}

function foreignTexts(texts: readonly string[]): readonly boolean[] {
  const languages = texts.map(guessLanguage);
  const counts = new Map<string, number>();
  for (const language of languages)
    if (language !== null) counts.set(language, (counts.get(language) ?? 0) + 1);
  const [usual] = [...counts].sort(([, a], [, b]) => b - a);
  return languages.map((language) => language !== null && language !== usual?.[0]);
}
