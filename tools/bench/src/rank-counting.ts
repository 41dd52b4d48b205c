// Evaluating a corpus by counting ranks (product by onnxruntime, counting by ir-metrics) against a
// search with faiss' flat index; round by round on the same vectors. Only faiss finding all documents
// gives the same figures: finding 1,000 misses some of map, finding 10 most of it.
// Run: node --conditions=@searchfit/source tools/bench/src/rank-counting.ts --python PATH
//      [--documents 50000] [--queries 500] [--rounds 7]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scoreBlocks, type Matrix } from "@searchfit/hybrid-retrieval";
import { evaluateScores, type EvaluationResult, type Qrels } from "@searchfit/ir-metrics";
import { startPairedWorker } from "./paired-worker.ts";
import { median, shownRatio } from "./ratios.ts";
import { seededMatrix } from "./seeded-matrix.ts";

const { values: flags } = parseArgs({
  options: {
    python: { type: "string" },
    documents: { type: "string", default: "50000" },
    queries: { type: "string", default: "500" },
    rounds: { type: "string", default: "7" },
  },
});
if (flags.python === undefined) {
  throw new Error(
    "--python is missing: an interpreter with faiss, made by `python3 -m venv DIR && DIR/bin/pip install faiss-cpu==1.15.1`",
  );
}
const [documentCount, queryCount] = [Number(flags.documents), Number(flags.queries)];
const dimensions = 384;
const relevantAQuery = 5;
const docIds = Array.from({ length: documentCount }, (_, at) => `d${at}`);
const queryIds = Array.from({ length: queryCount }, (_, at) => `q${at}`);

/** The query's relevant documents: one near it, the others anywhere. */
const relevantOf = (query: number) =>
  Array.from({ length: relevantAQuery }, (_, at) => (query * 97 + at * 9973) % documentCount);
const qrels: Qrels = new Map(
  queryIds.map((id, query) => [
    id,
    new Map(relevantOf(query).map((at) => [docIds[at]!, 1] as const)),
  ]),
);

const documents = seededMatrix(documentCount, dimensions, 1);
const noise = seededMatrix(queryCount, dimensions, 2);
const queries: Matrix = {
  ...noise,
  data: noise.data.map((value, at) => {
    const [query, d] = [Math.floor(at / dimensions), at % dimensions];
    const near = documents.data[relevantOf(query)[0]! * dimensions + d]!;
    return 0.25 * near + 0.75 * value;
  }),
};

async function evaluate(): Promise<EvaluationResult> {
  const corpus = { name: "dense", queryIds, docIds, qrels };
  const evaluation = evaluateScores(corpus, { metrics: ["success@1", "ndcg@10", "mrr", "map"] });
  for await (const block of scoreBlocks({ queries, documents })) evaluation.add(block);
  return evaluation.finish();
}

interface Answer {
  readonly seconds: number;
  readonly found: readonly (readonly number[])[];
}

/** The share of queries whose first document is relevant, both ways. */
function requireSame(result: EvaluationResult, { found }: Answer): void {
  const hits = found.filter((docs, query) => relevantOf(query).includes(docs[0]!)).length;
  const [ours, theirs] = [result.means["success@1"], hits / queryCount];
  if (ours !== theirs || hits === 0) throw new Error(`success@1: ${ours} and ${theirs}`);
}

const folder = mkdtempSync(join(tmpdir(), "rank-counting-"));
try {
  const file = join(folder, "vectors.f32");
  writeFileSync(file, documents.data);
  writeFileSync(file, queries.data, { flag: "a" });
  const script = join(import.meta.dirname, "../python/faiss_worker.py");
  const words = [script, file, ...[documentCount, queryCount, dimensions].map(String)];
  const faiss = await startPairedWorker<Answer>(flags.python, words);
  requireSame(await evaluate(), await faiss.ask("10"));
  process.stdout.write(
    `${documentCount} documents × ${queryCount} queries × ${dimensions}, ${relevantAQuery} relevant a query\n`,
  );
  for (const best of ["10", "1000", flags.documents]) {
    const times: { ours: number; theirs: number }[] = [];
    for (let round = 0; round < Number(flags.rounds); round++) {
      const start = performance.now();
      await evaluate();
      const ours = (performance.now() - start) / 1000;
      times.push({ ours, theirs: (await faiss.ask(best)).seconds });
    }
    const ratio = shownRatio(times.map(({ ours, theirs }) => theirs / ours));
    const [ours, theirs] = [
      median(times.map((time) => time.ours)),
      median(times.map((time) => time.theirs)),
    ];
    process.stdout.write(
      `faiss' flat index finding ${best} takes ${ratio} times as long (${theirs.toFixed(2)} s for our ${ours.toFixed(2)} s, ${flags.rounds} rounds)\n`,
    );
  }
  faiss.close();
} finally {
  rmSync(folder, { recursive: true });
}
