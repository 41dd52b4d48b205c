import type { Verification } from "../job/verify-vectors.ts";
import { formatFacts } from "./format-model.ts";

/** What a verification found, in lines. */
export function formatVerification(verification: Verification): string {
  const { passed, problems, counts, vectors, sampleSize, minCosine, indexes } = verification;
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
    ...indexes.map(({ next, state }) => ["index", `${next}: ${state}`] as const),
  ];
  const verdict = passed ? "Verified." : `Not verified:\n${bullets(problems)}`;
  return `${formatFacts(facts)}\n${verdict}`;
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
