import type { Bm25Index } from "@searchfit/hybrid-retrieval";

/** What the log says of a BM25 index: how many products, and what they cost. */
export function describeWords({ documentCount, byteLength }: Bm25Index): string {
  const megabytes = (byteLength / 1e6).toFixed(1);
  return `words of ${documentCount} products count, too: their index takes about ${megabytes} MB of memory and holds them as they are now`;
}
