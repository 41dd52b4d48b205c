import {
  compareRuns,
  evaluateRun,
  type CompareRunsOptions,
  type EvaluationResult,
  type MetricComparison,
  type Run,
  type RunComparison,
} from "@searchfit/ir-metrics";
import type { QueryExample } from "@searchfit/report-md";
import { chooseExamples } from "./choose-examples.ts";
import { clusterByProduct } from "./cluster-by-product.ts";
import { score } from "./measure-model.ts";
import { primaryMetric } from "./metrics.ts";
import { readGroups } from "./read-groups.ts";
import { readRun, runFile } from "./run-files.ts";
import type { QuerySet, TestName } from "./test-queries.ts";

/** A part of a test's queries. */
export interface SliceComparison {
  /** What the queries are divided by. */
  readonly attribute: string;
  /** The value that these have. */
  readonly value: string;
  /** How many. */
  readonly queries: number;
  /** The primary metric within the slice. */
  readonly comparison: MetricComparison;
}

/** Both models on one test. */
export interface TestComparison {
  /** Metric → tuned against base, both by content vectors. */
  readonly metrics: RunComparison["metrics"];
  /** Queries that judge. */
  readonly queries: number;
  /**
   * Products that the queries are about, those of one group counted as one: what intervals and
   * p-values resample. Absent where each query is by itself.
   */
  readonly clusterCount?: number;
  /** Mean number of relevant documents a query. */
  readonly relevantPerQuery: number;
  /** System → primary metric of the tuned model's system against the base model's content vectors. */
  readonly systems: Readonly<Record<string, MetricComparison>>;
  /** Parts of the queries by their attributes. */
  readonly slices: readonly SliceComparison[];
  /** Queries side by side. */
  readonly examples: readonly QueryExample[];
}

/** What a test is compared with. */
export interface CompareTestOptions {
  /** The experiment folder. */
  readonly folder: string;
  /** Product id → title. */
  readonly titles: ReadonlyMap<string, string>;
  /** Seed of resampling. */
  readonly seed: number;
  /** Whether to choose examples. */
  readonly examples: boolean;
}

/** How the runs of one test are compared, be it in whole or in part. */
type Compared = Pick<CompareRunsOptions, "seed" | "clusterOf">;

/** Compares the runs of both models on one test; synthetic queries of a group of products as one. */
export async function compareTest(
  set: QuerySet,
  { folder, titles, seed, examples }: CompareTestOptions,
): Promise<TestComparison> {
  const baselineRun = await readRun(folder, runFile("baseline", "content", set.name), "base");
  const candidateRun = await readRun(folder, runFile("finetuned", "content", set.name), "tuned");
  const baseline = score(baselineRun, set);
  const candidate = score(candidateRun, set);
  const compared: Compared = { seed, clusterOf: clusterByProduct(set, await readGroups(folder)) };
  const { metrics, clusterCount } = compareRuns(baseline, candidate, compared);
  const relevant = [...set.qrels.values()].map(
    (grades) => [...grades.values()].filter((grade) => grade > 0).length,
  );
  return {
    metrics: { ...metrics, ...judgedShare([baselineRun, candidateRun], set) },
    queries: set.qrels.size,
    ...(clusterCount === undefined ? {} : { clusterCount }),
    relevantPerQuery: relevant.reduce((sum, count) => sum + count, 0) / relevant.length,
    systems: await compareSystems(set, { folder, baseline, compared }),
    slices: compareSlices(set, { baseline, candidate, compared }),
    examples: examples
      ? chooseExamples({
          set: { ...set, name: set.name as TestName },
          baseline,
          candidate,
          titles,
          runs: [baselineRun, candidateRun],
        })
      : [],
  };
}

/** Of judged queries: how many of the ten best were judged at all, by both models. */
function judgedShare(
  runs: readonly [Run, Run],
  { name, qrels }: QuerySet,
): Record<string, MetricComparison> {
  if (name !== "judged") return {};
  const metrics = ["judged@10"] as const;
  const [before, after] = runs.map((run) => evaluateRun(run, qrels, { metrics }));
  return before === undefined || after === undefined ? {} : compareRuns(before, after).metrics;
}

const otherSystems = [
  ["base, title+content", "baseline", "title+content"],
  ["base, hybrid", "baseline", "hybrid"],
  ["BM25", "bm25", ""],
  ["tuned, content", "finetuned", "content"],
  ["tuned, title+content", "finetuned", "title+content"],
  ["tuned, hybrid", "finetuned", "hybrid"],
] as const;

async function compareSystems(
  set: QuerySet,
  given: {
    readonly folder: string;
    readonly baseline: EvaluationResult;
    readonly compared: Compared;
  },
): Promise<Record<string, MetricComparison>> {
  const systems: Record<string, MetricComparison> = {};
  for (const [name, side, system] of otherSystems) {
    const run: Run = await readRun(given.folder, runFile(side, system, set.name), name);
    const options = { ...given.compared, metrics: [primaryMetric] };
    const comparison = compareRuns(given.baseline, score(run, set), options).metrics[primaryMetric];
    if (comparison !== undefined) systems[name] = comparison;
  }
  return systems;
}

function compareSlices(
  set: QuerySet,
  given: {
    readonly baseline: EvaluationResult;
    readonly candidate: EvaluationResult;
    readonly compared: Compared;
  },
): SliceComparison[] {
  const members = new Map<string, { attribute: string; value: string; ids: Set<string> }>();
  for (const { _id, attributes } of set.queries) {
    for (const [attribute, value] of Object.entries(attributes ?? {})) {
      const key = JSON.stringify([attribute, value]);
      const slice = members.get(key) ?? { attribute, value, ids: new Set<string>() };
      slice.ids.add(_id);
      members.set(key, slice);
    }
  }
  return [...members.values()].flatMap(({ attribute, value, ids }) => {
    const options = { ...given.compared, metrics: [primaryMetric] };
    const comparison = compareRuns(only(given.baseline, ids), only(given.candidate, ids), options)
      .metrics[primaryMetric];
    return comparison === undefined ? [] : [{ attribute, value, queries: ids.size, comparison }];
  });
}

/** An evaluation of some of its queries. */
function only(result: EvaluationResult, ids: ReadonlySet<string>): EvaluationResult {
  const perQuery = new Map([...result.perQuery].filter(([id]) => ids.has(id)));
  const values = [...perQuery.values()].map((metrics) => metrics[primaryMetric] ?? 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { ...result, queryCount: perQuery.size, perQuery, means: { [primaryMetric]: mean } };
}
