import type { GateResult } from "@searchfit/report-md";
import type { ChainContext } from "../chain/chain-context.ts";
import { readComparison, readResults, type ComparisonReport } from "./compare.ts";

/** What gates are checked of. */
interface CheckedExperiment {
  readonly experiment: Pick<ChainContext["experiment"], "folder">;
  readonly settings: Pick<ChainContext["settings"], "gates">;
}

/** Holds the results against the gates of the settings: smallest values, a significant gain, a time. */
export async function checkGates({
  experiment,
  settings,
}: CheckedExperiment): Promise<GateResult[]> {
  const { minimum, significantGain, maxLatencyMs } = settings.gates;
  const comparison = await readComparison(experiment.folder);
  const { latencyMs } = await readResults(experiment.folder);
  const gates = Object.entries(minimum).map(([metric, least]) =>
    valueGate(comparison, metric, least),
  );
  if (significantGain) gates.push(gainGate(comparison));
  if (maxLatencyMs !== null) gates.push(latencyGate(latencyMs.finetuned.p95, maxLatencyMs));
  return gates;
}

/** A gate that does not hold, in a sentence. */
export function gateSentence({ name, expected, actual }: GateResult): string {
  return `${name} is ${actual}, expected ${expected}`;
}

function valueGate(
  { tests, headline }: ComparisonReport,
  metric: string,
  least: number,
): GateResult {
  const value = headline === null ? undefined : tests[headline]?.[metric]?.candidate;
  return {
    name: metric,
    expected: `${least} or more`,
    actual: value?.toFixed(4) ?? "not measured",
    passed: value !== undefined && value >= least,
  };
}

function gainGate({ tests, headline, primaryMetric }: ComparisonReport): GateResult {
  const gain = headline === null ? undefined : tests[headline]?.[primaryMetric];
  return {
    name: `change of ${primaryMetric}`,
    expected: "a gain with p < 0.05",
    actual:
      gain === undefined
        ? "not measured"
        : `${gain.difference.toFixed(4)} (p = ${gain.p.toFixed(3)})`,
    passed: gain !== undefined && gain.difference > 0 && gain.p < 0.05,
  };
}

function latencyGate(p95: number, most: number): GateResult {
  return {
    name: "time of a query (p95)",
    expected: `${most} ms or less`,
    actual: `${p95} ms`,
    passed: p95 <= most,
  };
}
