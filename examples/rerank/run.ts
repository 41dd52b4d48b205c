import { createBm25Index } from "@searchfit/hybrid-retrieval";
import { createReranker } from "@searchfit/onnx-embedder";

const products = new Map([
  ["p1", "red shoe for hiking"],
  ["p2", "water proof shoe"],
  ["p3", "desk lamp"],
]);
const documents = [...products].map(([id, text]) => ({ id, text }));
const query = "shoe for hiking";
const candidates = createBm25Index({ documents }).search(query, 10);
console.log("BM25:    ", candidates.map(({ docId }) => docId).join(" "));

// A tiny untrained cross-encoder that is kept with the tests: its order means nothing.
const folder = "packages/onnx-embedder/test/fixtures/tiny-cross-encoder";
const reranker = await createReranker({ folder });
const texts = candidates.map(({ docId }) => products.get(docId) ?? "");
const scores = await reranker.rerank(query, texts);
const reranked = candidates
  .map(({ docId }, index) => ({ docId, score: scores[index] ?? 0 }))
  .sort((a, b) => b.score - a.score);
console.log("reranked:", reranked.map(({ docId }) => docId).join(" "));
await reranker.close();
