import type { ReportData } from "../data/report-data.ts";
import { primaryMetric } from "./primary-metric.ts";

/**
 * Why there is no headline although something was compared.
 *
 * @param data The report's values, without a headline test.
 * @returns A sentence or two; undefined when nothing was compared.
 * @example
 * whyNoHeadline({ experiment: "shop" }); // undefined
 */
export function whyNoHeadline(data: ReportData): string | undefined {
  if (data.tests?.knownProducts?.comparison?.metrics[primaryMetric(data)] === undefined)
    return undefined;
  return "Only queries about products seen in training were compared, and these never decide. Keep products out of training for the test, or judge some queries.";
}
