import type { QueryExample, RankedProduct } from "../data/query-example.ts";

/** In a sentence, how the ranks of two tops differ; scores of two models are never compared. */
export function compareTops(
  example: Pick<QueryExample, "baseline" | "candidate" | "relevantRank">,
): string {
  const before = new Set(example.baseline.map(identity));
  const kept = example.candidate.filter((product) => before.has(identity(product))).length;
  const size = Math.max(example.baseline.length, example.candidate.length);
  const parts = [
    size === 0 ? "no results on either side" : `${kept} of ${size} products in both lists`,
  ];
  if (example.baseline[0] !== undefined && example.candidate[0] !== undefined) {
    const same = identity(example.baseline[0]) === identity(example.candidate[0]);
    parts.push(same ? "same first product" : "another first product");
  }
  if (example.relevantRank !== undefined) {
    const { baseline, candidate } = example.relevantRank;
    parts.push(`first relevant product: ${rank(baseline)} before, ${rank(candidate)} after`);
  }
  return `${parts.join("; ")}.`;
}

function identity(product: RankedProduct): string {
  return product.docId === undefined ? `title ${product.title}` : `id ${product.docId}`;
}

function rank(value: number | null): string {
  return value === null ? "not found" : `rank ${value}`;
}
