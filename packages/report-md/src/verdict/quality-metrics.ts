import type { RunComparison } from "@searchfit/ir-metrics";
import { sortMetrics } from "../text/metric-label.ts";

/**
 * Metrics of a comparison that say how good a ranking is. The share of judged documents is not one:
 * finding products that nobody judged is neither better nor worse.
 */
export function qualityMetrics(comparison: RunComparison): string[] {
  return sortMetrics(Object.keys(comparison.metrics)).filter(
    (metric) => metric.split("@", 1)[0] !== "judged",
  );
}
