import { compareRuns } from "@searchfit/ir-metrics";
import { formatComparisonTable, formatCount } from "@searchfit/report-md";
import { withDataset, type DatasetFlags } from "../judged/with-dataset.ts";

/** Flags of `compare` on a dataset. */
export interface CompareFlags extends DatasetFlags {
  readonly baseline: string;
  readonly candidate: string;
}

/** Compares two models query by query on a judged dataset. */
export async function compareOnDataset(flags: CompareFlags): Promise<void> {
  await withDataset(flags, async ({ dataset, terminal, measure }) => {
    terminal.note(`baseline ${flags.baseline}`);
    const baseline = await measure(flags.baseline);
    terminal.note(`candidate ${flags.candidate}`);
    const candidate = await measure(flags.candidate);
    if (baseline.evaluation.fingerprint === candidate.evaluation.fingerprint) {
      terminal.warn("Baseline and candidate are the same model: their fingerprints are equal.");
    }
    const options = flags.seed === undefined ? {} : { seed: flags.seed };
    const comparison = compareRuns(baseline.result, candidate.result, options);
    const header = [
      ["Baseline", flags.baseline],
      ["Candidate", flags.candidate],
      ["Dataset", flags.dataset],
      ["Corpus", `${formatCount(dataset.corpus.length)} documents`],
      ["Test Queries", `${formatCount(comparison.queryCount)} judged queries`],
    ] as const;
    terminal.result(formatComparisonTable({ comparison, title: "MODEL COMPARISON", header }));
    terminal.document({
      baseline: baseline.evaluation,
      candidate: candidate.evaluation,
      metrics: comparison.metrics,
    });
  });
}
