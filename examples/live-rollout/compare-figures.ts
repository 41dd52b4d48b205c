// NDCG@10 through the live search beside the experiment's; fails where they differ.
// compare-figures.ts DIFF.json EXPERIMENT
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MetricComparison } from "@searchfit/ir-metrics";

const [diffFile = "", experiment = ""] = process.argv.slice(2);
const read = async <T>(file: string) => JSON.parse(await readFile(file, "utf8")) as T;
const { judged } = await read<{
  readonly judged: { readonly queryCount: number; readonly metrics: Metrics };
}>(diffFile);
const { tests } = await read<{ readonly tests: Readonly<Record<string, Metrics>> }>(
  join(experiment, "comparison_report.json"),
);
type Metrics = Readonly<Record<string, MetricComparison>>;

const [live, told] = [judged.metrics["ndcg@10"], tests.newProducts?.["ndcg@10"]];
if (live === undefined || told === undefined) throw new Error("NDCG@10 is missing");
const shown = ({ baseline, candidate }: MetricComparison) =>
  `${baseline.toFixed(4)} -> ${candidate.toFixed(4)}`;
console.log(`live search:    NDCG@10 ${shown(live)} (${judged.queryCount} queries)`);
console.log(`the experiment: NDCG@10 ${shown(told)}`);
for (const side of ["baseline", "candidate"] as const)
  if (Math.abs(live[side] - told[side]) > 1e-4) throw new Error(`the ${side}s differ`);
