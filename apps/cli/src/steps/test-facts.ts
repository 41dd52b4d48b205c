import type { ReportData, SliceResult, TestFacts, TestName } from "@searchfit/report-md";
import type { ComparisonReport } from "./compare.ts";
import { primaryMetric } from "./metrics.ts";
import type { ReportSources } from "./report-data.ts";

const descriptions: Readonly<Record<TestName, string>> = {
  judged: "Queries with graded judgments (0–3) made by reading the products.",
  newProducts: "Synthetic queries of products that training never saw, near-duplicates included.",
  knownProducts: "Held-out synthetic queries of products whose other queries were trained on.",
};

/** Facts of every test, ready for the report and the console. */
export function testsOf({ comparison, results, context }: ReportSources): ReportData["tests"] {
  if (comparison === undefined || results === undefined) return undefined;
  const facts: Partial<Record<TestName, TestFacts>> = {};
  for (const name of Object.keys(comparison.tests) as TestName[]) {
    const metrics = comparison.tests[name] ?? {};
    const details = comparison.details[name];
    if (details === undefined) continue;
    const before = results.baseline.tests[name]?.systems ?? {};
    const after = results.finetuned.tests[name]?.systems ?? {};
    facts[name] = {
      description: descriptions[name],
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
        queryCount: details.queries,
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
      ...(name === "judged" && context.settings.source === "embedded"
        ? { judgedByMaker: true }
        : {}),
    };
  }
  return facts;
}

/** Every other system against the base model's content vectors: BM25 and hybrid beside dense. */
function systemComparisons({ queries, systems }: ComparisonReport["details"][string]) {
  return Object.entries(systems)
    .filter(([name]) => name !== "tuned, content")
    .map(([candidate, metric]) => ({
      baseline: "base, content",
      candidate,
      queryCount: queries,
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
