import { QUERY_STYLES } from "../prompts/query-style.ts";
import type { WrittenQuery } from "../providers/query-provider.ts";
import { jsonEntries, type JsonEntry } from "./json-entries.ts";

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
  for (const entry of jsonEntries(text, "products")) {
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

function writtenQueries(entry: JsonEntry): readonly WrittenQuery[] {
  return QUERY_STYLES.flatMap((style) => {
    const texts = entry[style];
    const list: readonly unknown[] = Array.isArray(texts) ? texts : [texts];
    return list
      .filter((text): text is string => typeof text === "string" && text.trim() !== "")
      .map((text) => ({ text, style }));
  });
}
