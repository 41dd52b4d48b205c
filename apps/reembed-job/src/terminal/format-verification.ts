import type { Verification } from "../job/verify-vectors.ts";
import { formatFacts } from "./format-model.ts";

/** What a verification found, in lines. */
export function formatVerification(verification: Verification): string {
  const { passed, problems, counts, vectors, sampleSize, minCosine, indexes, search } =
    verification;
  const lengths = vectors.map(
    ({ key, count, dimensions, minNorm, maxNorm }) =>
      [
        `${key} vectors`,
        `${count}, dimensions ${dimensions.join(", ") || "none"}, length ${formatNorm(minNorm)} to ${formatNorm(maxNorm)}`,
      ] as const,
  );
  const facts = [
    ["products", `${counts.ready} of ${counts.active} active ones have new vectors`] as const,
    ...lengths,
    ["sample", `${sampleSize} embedded again, smallest cosine ${formatCosine(minCosine)}`] as const,
    ...searchFacts(search),
    ...indexes.map(({ next, state }) => ["index", `${next}: ${state}`] as const),
  ];
  const verdict = passed ? "Verified." : `Not verified:\n${bullets(problems)}`;
  return `${formatFacts(facts)}\n${verdict}`;
}

function searchFacts({ recall, ndcg, formerNdcg }: Verification["search"]) {
  const facts: (readonly [string, string])[] = [];
  if (recall !== null)
    facts.push(["recall", `${recall.mean.toFixed(4)} of exact search, ${recall.queries} queries`]);
  if (ndcg !== null) {
    const former = formerNdcg === null ? "" : `, former vectors ${formerNdcg.toFixed(4)}`;
    facts.push(["NDCG@10", `${ndcg.toFixed(4)} through SQL${former}`]);
  }
  return facts;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `  - ${line}`).join("\n");
}

function formatNorm(norm: number | null): string {
  return norm === null ? "–" : norm.toFixed(4);
}

function formatCosine(cosine: number | null): string {
  return cosine === null ? "–" : cosine.toFixed(6);
}
