import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareRuns, formatTrecQrels, formatTrecRun, type Run } from "@searchfit/ir-metrics";
import { score } from "../src/steps/measure-model.ts";
import { settingsSchema } from "../src/settings/settings.ts";

/** What an experiment of a test holds. */
export interface ComparedOptions {
  /** Query → rank of its product before and after training, from 1 to 10. */
  readonly ranks: Readonly<Record<string, readonly [before: number, after: number]>>;
  /** Ids of the catalogue. @default p1 to p10 */
  readonly products?: readonly string[];
  /** When it was compared. @default "2026-11-20T08:00:00.000Z" */
  readonly finishedAt?: string;
  /** Where its products came from. @default "jsonl:p.jsonl" */
  readonly source?: string;
  /** Gates of its settings. */
  readonly gates?: object;
}

const ids = Array.from({ length: 10 }, (_, index) => `p${index + 1}`);

/** Writes the folder of an experiment that has been compared, as far as commands read it afterwards. */
export function writeComparedExperiment(folder: string, options: ComparedOptions): void {
  const { ranks, products = ids, finishedAt = "2026-11-20T08:00:00.000Z" } = options;
  const { source = "jsonl:p.jsonl" } = options;
  const queries = Object.keys(ranks).map((id) => ({ _id: id, text: `words of ${id}` }));
  const qrels = new Map(queries.map(({ _id }) => [_id, new Map([["p1", 1]])]));
  const set = { name: "judged" as const, queries, qrels };
  const before = runOf(ranks, 0);
  const after = runOf(ranks, 1);
  const { metrics } = compareRuns(score(before, set), score(after, set));
  const measured = { model: "base", fingerprint: "f".repeat(64), precision: "fp32", corpus: 10 };
  const tests = { judged: { queries: queries.length, unanswered: 0, systems: {} } };
  const p = { queries: 1, p50: 4, p95: 5 };
  const steps = [{ name: "compare", fingerprint: "", finishedAt, seconds: 1 }];
  const settings = { ...settingsSchema.parse({ gates: options.gates }), source };
  const files = {
    "manifest.json": {
      ...{ schemaVersion: 1, id: "any", config: { ...settings, queries: "recorded:q" }, seed: 42 },
      ...{ versions: {}, hardware: {} },
      steps: steps.map((step) => ({ ...step, inputs: [], outputs: [], summary: null })),
    },
    "products.json": products.map((id) => ({ id, title: id })),
    "finetuned_results.json": {
      baseline: { ...measured, dimensions: 3, tests },
      finetuned: { ...measured, dimensions: 3, tests },
      ...{ forgetting: null, latencyMs: { baseline: p, finetuned: p } },
    },
    "comparison_report.json": {
      ...{ primaryMetric: "ndcg@10", headline: "judged", forgetting: null, examples: [] },
      tests: { judged: metrics },
      details: {
        judged: { queries: queries.length, relevantPerQuery: 1, systems: {}, slices: [] },
      },
    },
  };
  for (const name of ["tests", "runs"]) mkdirSync(join(folder, name), { recursive: true });
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(value));
  const lines = queries.map((query) => JSON.stringify(query)).join("\n");
  writeFileSync(join(folder, "tests", "judged.queries.jsonl"), lines);
  writeFileSync(join(folder, "tests", "judged.qrels"), formatTrecQrels(qrels));
  writeFileSync(join(folder, "runs", "baseline.content.judged.trec"), formatTrecRun(before));
  writeFileSync(join(folder, "runs", "finetuned.content.judged.trec"), formatTrecRun(after));
}

/** Lists of ten products in which the first, the relevant one, stands at a rank. */
function runOf(ranks: ComparedOptions["ranks"], side: 0 | 1): Run {
  const rankings = Object.entries(ranks).map(([query, both]) => {
    const others = ids.slice(1);
    others.splice(both[side] - 1, 0, "p1");
    return [query, others.map((docId, index) => ({ docId, score: 1 - index / 100 }))] as const;
  });
  return { name: "run", rankings: new Map(rankings) };
}
