import type { WrittenQuery } from "../providers/query-provider.ts";
import { jsonEntries } from "./json-entries.ts";

/**
 * Takes the paraphrases out of an answer. Talk and code fences around the JSON do not matter; of a
 * cut or broken answer the queries that came whole count. What stands under an unknown id, and what
 * is more than was asked for, is left out.
 *
 * @param queries The queries that were shown, in their order.
 * @param count Paraphrases of each that were asked for.
 * @example
 * parseParaphrases('{"queries":[{"id":"1","paraphrases":["desk of oak"]}]}', [{ text: "oak desk" }], 1);
 * // [{ text: "desk of oak", of: "oak desk" }]
 */
export function parseParaphrases(
  text: string,
  queries: readonly WrittenQuery[],
  count: number,
): readonly WrittenQuery[] {
  const seen = new Set<string>();
  return jsonEntries(text, "queries").flatMap(({ id, paraphrases }) => {
    const query = queries[Number(id) - 1];
    if (query === undefined || seen.has(query.text) || !Array.isArray(paraphrases)) return [];
    seen.add(query.text);
    const texts = paraphrases.filter(
      (one): one is string => typeof one === "string" && one.trim() !== "",
    );
    const { style } = query;
    return texts
      .slice(0, count)
      .map((one) => ({ text: one, ...(style === undefined ? {} : { style }), of: query.text }));
  });
}
