import type { MetricComparison, RunComparison } from "@searchfit/ir-metrics";
import type { ReportData } from "../data/report-data.ts";
import type { TestFacts, TestName } from "../data/test-facts.ts";
import { primaryMetric } from "./primary-metric.ts";

/** The test that the headline is taken from. */
export interface HeadlineTest {
  /** Which it is. */
  readonly name: Exclude<TestName, "knownProducts">;
  /** Its figures. */
  readonly test: TestFacts;
  /** Its comparison of the tuned model with the base. */
  readonly comparison: RunComparison;
  /** The primary metric of that comparison. */
  readonly metric: MetricComparison;
  /** Whether its queries were written by a language model and have the product they came from as answer. */
  readonly synthetic: boolean;
}

/**
 * The test that decides: the judged queries where they were compared, else the synthetic queries
 * about products that training never saw. Known products never decide.
 *
 * @param data The report's values.
 * @returns The test; undefined when neither has a comparison of the primary metric.
 * @example
 * headlineTest(data)?.name; // "judged"
 */
export function headlineTest(data: ReportData): HeadlineTest | undefined {
  for (const name of ["judged", "newProducts"] as const) {
    const test = data.tests?.[name];
    const comparison = test?.comparison;
    const metric = comparison?.metrics[primaryMetric(data)];
    if (test === undefined || comparison === undefined || metric === undefined) continue;
    return { name, test, comparison, metric, synthetic: name === "newProducts" };
  }
  return undefined;
}
