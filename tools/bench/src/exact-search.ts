// Exact dense search against what a user would write instead: a plain loop over all pairs.
// Run: node --conditions=@searchfit/source tools/bench/src/exact-search.ts [documents] [queries] [rounds]
import { searchExact, type Matrix } from "@searchfit/hybrid-retrieval";
import { seededMatrix } from "./seeded-matrix.ts";

const [documents = 20_000, queries = 100, rounds = 5] = process.argv.slice(2).map(Number);
const dimensions = 384;
const topK = 10;

/** What anyone would write first. */
function plainLoop(asked: Matrix, corpus: Matrix): number[][] {
  return Array.from({ length: asked.rows }, (_, query) => {
    const scores = Array.from({ length: corpus.rows }, (_, document) => {
      let score = 0;
      for (let d = 0; d < dimensions; d++) {
        score +=
          (asked.data[query * dimensions + d] ?? 0) * (corpus.data[document * dimensions + d] ?? 0);
      }
      return { document, score };
    });
    scores.sort((a, b) => b.score - a.score);
    return scores.slice(0, topK).map(({ document }) => document);
  });
}

const corpus = seededMatrix(documents, dimensions, 1);
const asked = seededMatrix(queries, dimensions, 2);
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const ours = () =>
  searchExact({
    queries: asked,
    documents: corpus,
    queryIds: ids(queries),
    docIds: ids(documents),
    topK,
    name: "exact",
  });

const expected = plainLoop(asked, corpus);
const run = await ours();
for (const [query, best] of expected.entries()) {
  const found = run.rankings.get(String(query))?.map(({ docId }) => Number(docId));
  if (JSON.stringify(found) !== JSON.stringify(best)) throw new Error(`query ${query} differs`);
}
const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  const first = performance.now();
  plainLoop(asked, corpus);
  const second = performance.now();
  await ours();
  ratios.push((second - first) / (performance.now() - second));
}
ratios.sort((a, b) => a - b);
const shown = ratios.map((ratio) => ratio.toFixed(1)).join(" ");
process.stdout.write(
  `${documents} documents × ${queries} queries × ${dimensions}: the plain loop takes ${(ratios[rounds >> 1] ?? 0).toFixed(1)} times as long (rounds: ${shown})\n`,
);
