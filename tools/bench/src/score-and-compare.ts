// Scoring and comparing two runs against ranx, round by round on the same data.
// Run: node --conditions=@searchfit/source tools/bench/src/score-and-compare.ts --python PATH
//      [--queries 10000] [--ranks 1000] [--resamples 10000] [--rounds 5] [--compare-rounds 1]
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  compareRuns,
  evaluateRun,
  type EvaluationResult,
  type MetricName,
  type Qrels,
  type Run,
  type ScoredDoc,
} from "@searchfit/ir-metrics";
import { startPairedWorker } from "./paired-worker.ts";
import { median, shownRatio } from "./ratios.ts";

const { values: flags } = parseArgs({
  options: {
    python: { type: "string" },
    queries: { type: "string", default: "10000" },
    ranks: { type: "string", default: "1000" },
    resamples: { type: "string", default: "10000" },
    rounds: { type: "string", default: "5" },
    "compare-rounds": { type: "string", default: "1" },
  },
});
if (flags.python === undefined) {
  throw new Error(
    "--python is missing: an interpreter with ranx, made by `python3 -m venv DIR && DIR/bin/pip install ranx==0.3.21`",
  );
}
const [queries, ranks, resamples] = [flags.queries, flags.ranks, flags.resamples].map(Number) as [
  number,
  number,
  number,
];

/** Ten metrics, in the order of ranx_worker.py. */
const metrics: readonly MetricName[] = [
  ...(["ndcg@10", "ndcg@100", "mrr@10", "map", "map@100"] as const),
  ...(["precision@10", "recall@10", "recall@100", "success@1", "rprec"] as const),
];
const documents = 100_003;
const ids = Array.from({ length: documents }, (_, index) => `d${index}`);

/** The document that a system ranks there; the same formula as in ranx_worker.py. */
const document = (query: number, rank: number, system: number) =>
  ids[(query * 7919 + (rank + system * (rank % 7)) * 104_729) % documents]!;

function qrelsOf(): Qrels {
  const judged = (query: number) =>
    Array.from({ length: 10 }, (_, at) => {
      const rank = (3 * at * at + query) % 300;
      return [document(query, rank, 0), 1 + ((query + at) % 3)] as const;
    });
  return new Map(
    Array.from({ length: queries }, (_, query) => [`q${query}`, new Map(judged(query))]),
  );
}

function runOf(system: number): Run {
  const rankings = new Map<string, ScoredDoc[]>();
  for (let query = 0; query < queries; query++) {
    const docs = new Map<string, number>();
    for (let rank = 0; rank < ranks; rank++) {
      const docId = document(query, rank, system);
      if (!docs.has(docId)) docs.set(docId, 1 - rank / (2 * ranks));
    }
    const ranked = Array.from(docs, ([docId, score]) => ({ docId, score }));
    rankings.set(`q${query}`, ranked);
  }
  return { name: `system ${system}`, rankings };
}

interface Answer {
  readonly seconds: number;
  readonly means: readonly (readonly number[])[];
}

function timed<T>(work: () => T): { readonly seconds: number; readonly value: T } {
  const start = performance.now();
  const value = work();
  return { seconds: (performance.now() - start) / 1000, value };
}

function requireSame(ours: readonly EvaluationResult[], { means }: Answer): void {
  for (const [system, result] of ours.entries()) {
    for (const [at, name] of metrics.entries()) {
      const [a, b] = [result.means[name] ?? NaN, means[system]?.[at] ?? NaN];
      if (!(Math.abs(a - b) < 1e-9)) throw new Error(`${name} of system ${system}: ${a} and ${b}`);
    }
  }
}

const qrels = qrelsOf();
const runs = [runOf(0), runOf(1)];
const evaluateBoth = () => runs.map((run) => evaluateRun(run, qrels, { metrics }));
const compareBoth = () => {
  const [baseline, candidate] = evaluateBoth();
  return compareRuns(baseline!, candidate!, { resamples });
};

const script = join(import.meta.dirname, "../python/ranx_worker.py");
const words = [script, String(queries), String(ranks), String(resamples)];
const ranx = await startPairedWorker<Answer>(flags.python, words);
requireSame(evaluateBoth(), await ranx.ask("evaluate"));

interface Work {
  readonly rounds: number;
  readonly ours: () => unknown;
  /** What the worker is asked for. */
  readonly theirs: string;
}

async function paired(label: string, { rounds, ours, theirs: line }: Work): Promise<void> {
  const times: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const own = timed(ours).seconds;
    times.push({ ours: own, theirs: (await ranx.ask(line)).seconds });
  }
  const ratio = shownRatio(times.map(({ ours, theirs }) => theirs / ours));
  const [own, other] = [
    median(times.map(({ ours }) => ours)),
    median(times.map(({ theirs }) => theirs)),
  ];
  process.stdout.write(
    `${label}: ranx takes ${ratio} times as long (${other.toFixed(2)} s for our ${own.toFixed(2)} s, ${rounds} rounds)\n`,
  );
}

process.stdout.write(`2 runs, ${queries} queries × ${ranks} ranks, ${metrics.length} metrics\n`);
const rounds = Number(flags.rounds);
await paired("scoring", { rounds, ours: evaluateBoth, theirs: "evaluate" });
await paired("scoring, and our resampled comparison for ranx' t-test, which resamples nothing", {
  rounds,
  ours: compareBoth,
  theirs: "student",
});
await paired(`scoring and comparing with ${resamples} resamples`, {
  rounds: Number(flags["compare-rounds"]),
  ours: compareBoth,
  theirs: "fisher",
});
ranx.close();
