import { existsSync } from "node:fs";
import { join } from "node:path";
import type { QueryChange, ReportData, TestFacts, TestName } from "@searchfit/report-md";
import { readJsonLines } from "@searchfit/retrieval-dataset";
import { firstRelevant } from "./first-relevant.ts";
import { score } from "./measure-model.ts";
import { primaryMetric } from "./metrics.ts";
import { readRun, runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { readTests, testNames, type QuerySet } from "./test-queries.ts";

/** File of the training's figures, a row a line. */
const metricsFile = "metrics.jsonl";

const sides = ["baseline", "finetuned"] as const;

/** Files that the plots of a report are made of, as far as the experiment has them. */
export function detailFiles(folder: string): string[] {
  const runs = testNames.flatMap((name) => sides.map((side) => runFile(side, "content", name)));
  return [metricsFile, splitFiles.tests, ...runs].filter((file) => existsSync(join(folder, file)));
}

/** A report's values with every query of the tests and every loss of the training, read from their files. */
export async function withDetails(data: ReportData, folder: string): Promise<ReportData> {
  const tests: Partial<Record<TestName, TestFacts | undefined>> = { ...data.tests };
  for (const set of await readTests(folder)) {
    const name = set.name as TestName;
    const test = tests[name];
    if (test === undefined || !hasRuns(folder, name)) continue;
    tests[name] = { ...test, changes: await readChanges(folder, set) };
  }
  const training = data.training && { ...data.training, losses: await readLosses(folder) };
  return { ...data, tests: data.tests && tests, training };
}

function hasRuns(folder: string, name: TestName): boolean {
  return sides.every((side) => existsSync(join(folder, runFile(side, "content", name))));
}

async function readChanges(folder: string, set: QuerySet): Promise<QueryChange[]> {
  const [before, after] = await Promise.all(
    sides.map(async (side) => {
      const run = await readRun(folder, runFile(side, "content", set.name), side);
      return { run, result: score(run, set) };
    }),
  );
  if (before === undefined || after === undefined) return [];
  return [...set.qrels].map(([queryId, grades]) => {
    const rankOf = ({ run }: typeof before) =>
      firstRelevant(run.rankings.get(queryId) ?? [], grades);
    const valueOf = ({ result }: typeof before) =>
      result.perQuery.get(queryId)?.[primaryMetric] ?? 0;
    return {
      baseline: valueOf(before),
      candidate: valueOf(after),
      relevantRank: { baseline: rankOf(before), candidate: rankOf(after) },
    };
  });
}

interface MetricsRow {
  readonly event: string;
  readonly step: number;
  readonly loss?: number;
}

async function readLosses(folder: string) {
  const file = join(folder, metricsFile);
  if (!existsSync(file)) return [];
  return (await readJsonLines<MetricsRow>(file)).flatMap(({ event, step, loss }) =>
    event === "step" && loss !== undefined ? [{ step, loss }] : [],
  );
}
