import type { Qrels } from "../ranking/qrels.ts";

/**
 * Relevance judgments in ranx' JSON, `{"query": {"document": grade}}`. Any id can be written.
 *
 * @param qrels Judgments; their order is kept.
 * @returns Text that {@link parseRanxQrels} reads back to equal judgments.
 * @example
 * formatRanxQrels(new Map([["q1", new Map([["d1", 2]])]])); // '{\n  "q1": {"d1": 2}\n}\n'
 */
export function formatRanxQrels(qrels: Qrels): string {
  const queries = Array.from(qrels, ([queryId, grades]) => {
    const judged = Array.from(grades, ([docId, grade]) => `${JSON.stringify(docId)}: ${grade}`);
    return `  ${JSON.stringify(queryId)}: {${judged.join(", ")}}`;
  });
  return queries.length === 0 ? "{}\n" : `{\n${queries.join(",\n")}\n}\n`;
}
