import { QUERY_STYLES } from "../prompts/query-style.ts";
import type { WrittenQuery } from "../providers/query-provider.ts";

/** What was found in a packed answer. */
export interface PackedAnswer {
  /** Product id → its queries, for products that the answer has exactly once. */
  readonly byProduct: ReadonlyMap<string, readonly WrittenQuery[]>;
  /** Ids in the answer that were not asked about, or that it has twice. */
  readonly strangeIds: readonly string[];
}

/**
 * Takes the products' queries out of an answer to prompt version 2. Talk and code fences around
 * the JSON do not matter; of a cut or broken answer the products that came whole count.
 *
 * @param text The answer.
 * @param refs Short id → product id, as {@link buildPackedPrompt} gave them.
 * @example
 * parsePackedAnswer('{"products":[{"id":"7902","head":["oak desk"]}]}', new Map([["7902", "7"]]));
 * // byProduct: 7 → [{ text: "oak desk", style: "head" }]
 */
export function parsePackedAnswer(text: string, refs: ReadonlyMap<string, string>): PackedAnswer {
  const byProduct = new Map<string, readonly WrittenQuery[]>();
  const strange = new Set<string>();
  const seen = new Set<string>();
  for (const entry of entries(text)) {
    const ref = String(entry.id);
    const productId = refs.get(ref);
    if (productId === undefined || seen.has(ref)) strange.add(ref.slice(0, 80));
    else {
      const queries = writtenQueries(entry);
      if (queries.length > 0) byProduct.set(productId, queries);
    }
    seen.add(ref);
  }
  // An id that comes twice says that the model has lost the thread: neither is believed.
  for (const ref of strange) byProduct.delete(refs.get(ref) ?? "");
  return { byProduct, strangeIds: [...strange] };
}

type Entry = Readonly<Record<string, unknown>>;

function entries(text: string): readonly Entry[] {
  const whole = parseJson(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  const listed = (whole as { readonly products?: unknown } | undefined)?.products;
  const found = Array.isArray(listed)
    ? (listed as unknown[])
    : [...text.matchAll(/\{[^{}]*\}/gu)].map(([object]) => parseJson(object));
  return found.filter(
    (entry): entry is Entry => typeof entry === "object" && entry !== null && "id" in entry,
  );
}

function writtenQueries(entry: Entry): readonly WrittenQuery[] {
  return QUERY_STYLES.flatMap((style) => {
    const texts = entry[style];
    const list: readonly unknown[] = Array.isArray(texts) ? texts : [texts];
    return list
      .filter((text): text is string => typeof text === "string" && text.trim() !== "")
      .map((text) => ({ text, style }));
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
