import type { ReportData, SliceResult, TestFacts, TestName } from "@searchfit/report-md";
import type { ComparisonReport } from "./compare.ts";
import { sampleJudged } from "../settings/resolve-settings.ts";
import { primaryMetric } from "./metrics.ts";
import type { ReportSources } from "./report-data.ts";

const descriptions: Readonly<Record<TestName, string>> = {
  judged: "Queries with relevance judgments of your own.",
  newProducts: "Synthetic queries of products that training never saw, near-duplicates included.",
  knownProducts: "Held-out synthetic queries of products whose other queries were trained on.",
};

const sampleDescription = "Queries with graded judgments (0–3) made by reading the products.";

/** Facts of every test, ready for the report and the console. */
export function testsOf({ comparison, results, context }: ReportSources): ReportData["tests"] {
  if (comparison === undefined || results === undefined) return undefined;
  const facts: Partial<Record<TestName, TestFacts>> = {};
  for (const name of Object.keys(comparison.tests) as TestName[]) {
    const metrics = comparison.tests[name] ?? {};
    const details = comparison.details[name];
    if (details === undefined) continue;
    const isSample = name === "judged" && isJudgedSample(context.settings);
    const before = results.baseline.tests[name]?.systems ?? {};
    const after = results.finetuned.tests[name]?.systems ?? {};
    facts[name] = {
      description: isSample ? sampleDescription : descriptions[name],
      queries: details.queries,
      corpus: results.baseline.corpus,
      systems: [
        ...systemRows("base", before, ["content", "title+content"]),
        { name: "BM25", means: before.bm25 ?? {} },
        ...systemRows("base", before, ["hybrid"]),
        ...systemRows("tuned", after, ["content", "title+content", "hybrid"]),
      ],
      comparison: {
        baseline: "base, content",
        candidate: "tuned, content",
        ...countsOf(details),
        metrics,
      },
      otherComparisons: systemComparisons(details),
      slices: details.slices.map(({ comparison: metric, ...slice }): SliceResult => ({
        ...slice,
        baseline: metric.baseline,
        candidate: metric.candidate,
        comparison: metric,
      })),
      relevantPerQuery: details.relevantPerQuery,
      ...(isSample ? { judgedByMaker: true } : {}),
    };
  }
  return facts;
}

/** Whether the judged queries are those that come with the sample catalogue. */
function isJudgedSample({ source, judged }: ReportSources["context"]["settings"]): boolean {
  return source === "embedded" && judged === sampleJudged();
}

/** Queries, and the products that they are about where intervals and p-values resample those. */
function countsOf({ queries, clusterCount }: ComparisonReport["details"][string]) {
  return { queryCount: queries, ...(clusterCount === undefined ? {} : { clusterCount }) };
}

/** Every other system against the base model's content vectors: BM25 and hybrid beside dense. */
function systemComparisons(details: ComparisonReport["details"][string]) {
  return Object.entries(details.systems)
    .filter(([name]) => name !== "tuned, content")
    .map(([candidate, metric]) => ({
      baseline: "base, content",
      candidate,
      ...countsOf(details),
      metrics: { [primaryMetric]: metric },
    }));
}

function systemRows(
  model: string,
  systems: Readonly<Record<string, Readonly<Record<string, number>>>>,
  names: readonly string[],
) {
  return names.map((name) => ({ name: `${model}, ${name}`, means: systems[name] ?? {} }));
}
