// Exact dense search against what a user would write instead, a plain loop over all pairs, and with
// --python PATH (an interpreter with faiss-cpu 1.15.1) against faiss' flat index, round by round; the filling of
// both indexes is not part of the time.
// Run: node --conditions=@searchfit/source tools/bench/src/exact-search.ts [--documents 20000]
//      [--queries 100] [--rounds 5] [--python PATH]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createExactIndex, type Matrix } from "@searchfit/hybrid-retrieval";
import { startPairedWorker } from "./paired-worker.ts";
import { shownRatio } from "./ratios.ts";
import { seededMatrix } from "./seeded-matrix.ts";

const { values: flags } = parseArgs({
  options: {
    documents: { type: "string", default: "20000" },
    queries: { type: "string", default: "100" },
    rounds: { type: "string", default: "5" },
    python: { type: "string" },
  },
});
const [documents, queries, rounds] = [flags.documents, flags.queries, flags.rounds].map(Number) as [
  number,
  number,
  number,
];
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
const index = createExactIndex({ documents: corpus, docIds: ids(documents) });
const ours = () => index.search({ queries: asked, queryIds: ids(queries), topK, name: "exact" });

const expected = plainLoop(asked, corpus);
const run = await ours();
for (const [query, best] of expected.entries()) {
  const found = run.rankings.get(String(query))?.map(({ docId }) => Number(docId));
  if (JSON.stringify(found) !== JSON.stringify(best)) throw new Error(`query ${query} differs`);
}

interface Found {
  readonly seconds: number;
  readonly found: readonly (readonly number[])[];
}

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const times = { loop: [] as number[], faiss: [] as number[], ours: [] as number[] };
const folder = mkdtempSync(join(tmpdir(), "exact-search-"));
try {
  const faiss = flags.python === undefined ? undefined : await startFaiss(flags.python, folder);
  const first = await faiss?.ask(String(topK));
  if (first !== undefined && JSON.stringify(first.found) !== JSON.stringify(expected))
    throw new Error("faiss finds other documents");
  for (let round = 0; round < rounds; round++) {
    times.loop.push(await seconds(() => plainLoop(asked, corpus)));
    times.ours.push(await seconds(ours));
    if (faiss !== undefined) times.faiss.push((await faiss.ask(String(topK))).seconds);
  }
  faiss?.close();
} finally {
  await index.close();
  rmSync(folder, { recursive: true });
}

function startFaiss(python: string, at: string) {
  const file = join(at, "vectors.f32");
  writeFileSync(file, corpus.data);
  writeFileSync(file, asked.data, { flag: "a" });
  const script = join(import.meta.dirname, "../python/faiss_worker.py");
  const sizes = [documents, queries, dimensions].map(String);
  return startPairedWorker<Found>(python, [script, file, ...sizes]);
}

process.stdout.write(`${documents} documents × ${queries} queries × ${dimensions}\n`);
for (const [name, of] of [
  ["a plain loop", times.loop],
  ["faiss' flat index", times.faiss],
] as const) {
  if (of.length === 0) continue;
  const ratio = shownRatio(of.map((time, round) => time / times.ours[round]!));
  process.stdout.write(`${name} takes ${ratio} times as long as a search in our index\n`);
}
