import type { ChainContext } from "../chain/chain-context.ts";
import { readComparison, readResults } from "./compare.ts";

/**
 * Holds the results against the gates of the settings: smallest values, a significant gain, a time.
 *
 * @returns What failed, a sentence each; empty when all gates hold.
 */
export async function failedGates({ experiment, settings }: ChainContext): Promise<string[]> {
  const { minimum, significantGain, maxLatencyMs } = settings.gates;
  const { tests, headline, primaryMetric } = await readComparison(experiment.folder);
  const { latencyMs } = await readResults(experiment.folder);
  const failed: string[] = [];
  for (const [metric, least] of Object.entries(minimum)) {
    const value = tests[headline]?.[metric]?.candidate;
    if (value === undefined) failed.push(`${metric}: no such metric was measured`);
    else if (value < least)
      failed.push(`${metric} is ${value.toFixed(4)}, expected ${least} or more`);
  }
  const gain = tests[headline]?.[primaryMetric];
  if (significantGain && (gain === undefined || gain.difference <= 0 || gain.p >= 0.05)) {
    failed.push(
      `${primaryMetric} changed by ${gain?.difference.toFixed(4) ?? "?"} (p = ${gain?.p.toFixed(3) ?? "?"}), expected a gain with p < 0.05`,
    );
  }
  if (maxLatencyMs !== null && latencyMs.finetuned.p95 > maxLatencyMs) {
    failed.push(
      `a query takes ${latencyMs.finetuned.p95} ms (p95), expected ${maxLatencyMs} or less`,
    );
  }
  return failed;
}
