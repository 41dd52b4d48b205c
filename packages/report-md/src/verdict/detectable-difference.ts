import { smallestDetectableDifference } from "@searchfit/ir-metrics";
import type { ReportData } from "../data/report-data.ts";
import type { HeadlineTest } from "./headline-test.ts";

/** Half width of a normal interval in standard errors, for the confidences in use. */
const reach = new Map([
  [0.9, 1.6449],
  [0.95, 1.96],
  [0.99, 2.5758],
]);

/**
 * Smallest true difference of the primary metric that the test would find four times in five: as
 * given, else from the width of the interval, with as many degrees of freedom as there are queries,
 * or products where those were resampled. Undefined when neither is known.
 */
export function detectableDifference(
  data: ReportData,
  { test, comparison, metric }: HeadlineTest,
): number | undefined {
  if (test.smallestDetectableDifference !== undefined) return test.smallestDetectableDifference;
  const standardErrors = reach.get(data.confidence ?? 0.95);
  const [low, high] = metric.interval;
  const queryCount = comparison.clusterCount ?? comparison.queryCount;
  if (standardErrors === undefined || queryCount < 2 || !(high > low)) return undefined;
  const standardDeviation = ((high - low) / 2 / standardErrors) * Math.sqrt(queryCount);
  return smallestDetectableDifference({ standardDeviation, queryCount });
}
