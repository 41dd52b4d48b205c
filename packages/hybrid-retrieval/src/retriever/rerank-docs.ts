import { rankByScore, type ScoredDoc } from "@searchfit/ir-metrics";
import type { DocumentReranker } from "./retriever.ts";

/** Documents in the reranker's order and with its scores; those without a text are left out. */
export async function rerankDocs(
  { textsOf, rerank }: DocumentReranker,
  query: string,
  docs: readonly ScoredDoc[],
): Promise<readonly ScoredDoc[]> {
  const texts = await textsOf(docs.map(({ docId }) => docId));
  const known = docs.flatMap(({ docId }) => {
    const text = texts.get(docId);
    return text === undefined ? [] : [{ docId, text }];
  });
  const scores = await rerank(
    query,
    known.map(({ text }) => text),
  );
  if (scores.length !== known.length) {
    throw new RangeError(`Expected ${known.length} scores of the reranker, got ${scores.length}.`);
  }
  return rankByScore(known.map(({ docId }, index) => ({ docId, score: scores[index]! })));
}
