// Product texts embedded by onnx-embedder and by sentence-transformers' encode (torch; the better of
// batches of 32 and 64, found in the first round), round by round: a list at once, and chunks of 64 in
// the order of the file. The list is cut out of all texts sorted by length, groups of 64 at even
// distances, so that both sides pad as little as they would with all of them. On a machine that does
// other work, too, compare seconds of CPU: the clock counts the others' work.
// Run: OMP_WAIT_POLICY=PASSIVE node --conditions=@searchfit/source tools/bench/src/embed-texts.ts
//        --model FOLDER --python PATH [--products FILE.jsonl] [--groups 4] [--chunks 4] [--rounds 5]
//        [--cores N] [--queries 200]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  createEmbedder,
  createEmbedderPool,
  embedStream,
  parityOf,
  type Embedder,
  type Precision,
} from "@searchfit/onnx-embedder";
import { productText, readProducts } from "@searchfit/retrieval-dataset";
import { modelFlop } from "./model-flop.ts";
import { startPairedWorker, type PairedWorker } from "./paired-worker.ts";
import { median, shownRatio } from "./ratios.ts";

const { values: flags } = parseArgs({
  options: {
    model: { type: "string" },
    python: { type: "string" },
    products: {
      type: "string",
      default: join(import.meta.dirname, "../../../sample-data/products.jsonl"),
    },
    groups: { type: "string", default: "4" },
    chunks: { type: "string", default: "4" },
    rounds: { type: "string", default: "5" },
    cores: { type: "string", default: String(availableParallelism()) },
    queries: { type: "string", default: "200" },
  },
});
const { model: folder, python } = flags;
if (folder === undefined || python === undefined)
  throw new Error("--model and --python are needed");
const [cores, rounds] = [Number(flags.cores), Number(flags.rounds)];

/** What some work cost, in seconds. */
interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [from, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - from) / 1000, cpu: (user + system) / 1e6 };
}

/** Embeds all texts on all cores, so many a part; rows in order. */
async function embedAll(embedder: Embedder, texts: readonly string[], partSize: number) {
  const data = new Float32Array(texts.length * embedder.model.dimensions);
  let at = 0;
  for await (const part of embedStream(embedder, texts, { partSize, parallel: 2 * cores })) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, rows: texts.length, dimensions: embedder.model.dimensions };
}

/** Milliseconds of one query after another on one core: the middle one, on the clock and of CPU. */
async function queryTimes(precision: Precision, queries: readonly string[]) {
  const embedder = await createEmbedder({ folder: folder!, precision });
  await embedder.embedQueries(queries.slice(0, 5));
  const costs: Cost[] = [];
  for (const query of queries) costs.push(await costOf(() => embedder.embedQueries([query])));
  await embedder.close();
  const middle = (of: (cost: Cost) => number) => (1000 * median(costs.map(of))).toFixed(1);
  return `${middle((cost) => cost.seconds)} ms (${middle((cost) => cost.cpu)} ms of CPU)`;
}

const better: Record<string, string> = {};

/** What torch needs with the batch size that was better the first time. */
async function torchCost(worker: PairedWorker<Cost>, task: string): Promise<Cost> {
  const known = better[task];
  if (known !== undefined) return worker.ask(`${task} ${known}`);
  const [small, large] = [await worker.ask(`${task} 32`), await worker.ask(`${task} 64`)];
  better[task] = small.cpu <= large.cpu ? "32" : "64";
  return small.cpu <= large.cpu ? small : large;
}

/** So many groups of 64 texts at even distances. */
function groupsOf(from: readonly string[], groups: number): string[] {
  return Array.from({ length: groups }, (_, group) => {
    const start = Math.round(((from.length - 64) * (group + 0.5)) / groups);
    return from.slice(Math.max(0, start), start + 64);
  }).flat();
}

const products = await readProducts(flags.products);
const all = products.map(productText);
const sorted = all.toSorted((a, b) => b.length - a.length);
const texts = groupsOf(sorted, Number(flags.groups));
const inOrder = groupsOf(all, Number(flags.chunks));
const work = mkdtempSync(join(tmpdir(), "embed-texts-"));
const textsFile = join(work, "texts.json");
const vectorsFile = join(work, "vectors.f32");
writeFileSync(textsFile, JSON.stringify({ whole: texts, chunks: inOrder }));

const script = join(import.meta.dirname, "../python/embed_worker.py");
const worker = await startPairedWorker<Cost & { readonly gflop: number }>(python, [
  ...[script, folder, textsFile, vectorsFile, String(cores)],
]);
const pools = {
  fp32: await createEmbedderPool({ folder, workers: cores }),
  int8: await createEmbedderPool({ folder, workers: cores, precision: "int8" }),
};
const costs: Record<string, Cost[]> = {};
const gflops: number[] = [];
const note = (name: string, cost: Cost) => (costs[name] ??= []).push(cost);
try {
  const partSize = Math.ceil(texts.length / cores);
  for (const pool of Object.values(pools)) await embedAll(pool, texts.slice(-32 * cores), 16); // warm, on the shortest
  for (let round = 0; round < rounds; round++) {
    note("torch, whole", await torchCost(worker, "whole"));
    note("fp32, whole", await costOf(() => embedAll(pools.fp32, texts, partSize)));
    note("int8, whole", await costOf(() => embedAll(pools.int8, texts, partSize)));
    note("torch, chunks", await torchCost(worker, "chunks"));
    note("fp32, chunks", await costOf(() => embedAll(pools.fp32, inOrder, 64)));
    gflops.push((await worker.ask("sgemm")).gflop);
    print(`round ${round + 1}: ${lastCosts()}`);
  }
  checkAgreement(await embedAll(pools.fp32, texts, partSize));
} finally {
  worker.close();
  await Promise.all([pools.fp32.close(), pools.int8.close()]);
}

/** Both sides must give the same vectors. */
function checkAgreement(ours: Parameters<typeof parityOf>[0]): void {
  const bytes = readFileSync(vectorsFile);
  const data = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const { min } = parityOf(ours, { ...ours, data });
  if (!(min >= 0.99999)) throw new Error(`expected a cosine of at least 0.99999, got ${min}`);
  print(`${texts.length} texts; smallest cosine between both sides in fp32: ${min.toFixed(7)}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Seconds of CPU of the last round. */
function lastCosts(): string {
  const shown = Object.entries(costs).map(([name, of]) => `${name} ${of.at(-1)?.cpu.toFixed(2)} s`);
  return `${shown.join("; ")}; sgemm ${gflops.at(-1)?.toFixed(0)} GFLOP/s`;
}

function compare(name: string, ours: string, theirs: string): void {
  const ratio = (of: (cost: Cost) => number) =>
    shownRatio((costs[theirs] ?? []).map((cost, round) => of(cost) / of(costs[ours]![round]!)));
  print(`${name}: ${ratio((c) => c.cpu)} by CPU, ${ratio((c) => c.seconds)} by the clock`);
}

const tokens = pools.fp32.countTokens(texts).map((of) => Math.min(of, pools.fp32.model.maxTokens));
const flop = modelFlop(folder, tokens);
compare("fp32, whole list, against torch", "fp32, whole", "torch, whole");
compare("fp32, chunks of 64, against torch", "fp32, chunks", "torch, chunks");
compare("int8, whole list, against torch's fp32", "int8, whole", "torch, whole");
compare("int8 against fp32, whole list", "int8, whole", "fp32, whole");
const limit = Math.max(...gflops);
const reached = (costs["fp32, whole"] ?? []).map(({ cpu }) => (100 * flop) / cpu / 1e9 / limit);
print(`sgemm limit: ${limit.toFixed(0)} GFLOP a CPU second; fp32 reaches ${shownRatio(reached)} %`);
const queries = products.slice(0, Number(flags.queries)).map(({ title }) => title.slice(0, 40));
print(`one query on one core, p50: fp32 ${await queryTimes("fp32", queries)}`);
print(`one query on one core, p50: int8 ${await queryTimes("int8", queries)}`);
rmSync(work, { recursive: true });
