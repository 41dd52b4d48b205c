import { resolve } from "node:path";
import { writeFileDurably } from "@searchfit/experiment-store";
import { formatTrecRun } from "@searchfit/ir-metrics";
import { formatBoxTable, formatEvaluationTable, formatNumber } from "@searchfit/report-md";
import { CliError } from "../cli-error.ts";
import type { ModelEvaluation } from "../judged/evaluate-model.ts";
import type { Slices } from "../judged/means-by-slice.ts";
import type { JudgedDataset } from "../judged/read-dataset.ts";
import { withDataset, type DatasetFlags } from "../judged/with-dataset.ts";
import { primaryMetric } from "../steps/metrics.ts";

/** Flags of `evaluate` on a dataset. */
export interface EvaluateFlags extends DatasetFlags {
  readonly model: string;
  readonly run?: string;
}

/** Measures one model on a judged dataset, over its whole corpus. */
export async function evaluateOnDataset(flags: EvaluateFlags): Promise<void> {
  await withDataset(flags, async ({ dataset, terminal, measure }) => {
    if (flags.run !== undefined) requireWritableIds(dataset);
    const { evaluation, run } = await measure(flags.model);
    if (flags.run !== undefined) {
      await writeFileDurably(resolve(flags.run), formatTrecRun(run));
      terminal.note(`  TREC run: ${flags.run}`);
    }
    terminal.result(formatEvaluation(evaluation, flags.dataset));
    terminal.document(evaluation);
  });
}

/** TREC's fields are divided by blanks; better told before the corpus is embedded than after. */
function requireWritableIds({ corpus, queries }: JudgedDataset): void {
  const ids = [...queries.map(({ _id }) => _id), ...corpus.map(({ id }) => id)];
  const unwritable = ids.find((id) => /\s/u.test(id));
  if (unwritable === undefined) return;
  throw new CliError(
    "INVALID_FILE",
    `--run writes TREC's format, whose ids have no blanks; got ${JSON.stringify(unwritable.slice(0, 200))}.`,
    { hint: "Leave --run away, or give the documents and queries ids without blanks." },
  );
}

function formatEvaluation(evaluation: ModelEvaluation, dataset: string): string {
  const { model, precision, corpus, queries, means, slices, latencyMs } = evaluation;
  const table = formatEvaluationTable({
    title: `EVALUATION — ${model} (${precision}) on ${dataset}`,
    corpusSize: corpus,
    queryCount: queries,
    means,
  });
  const latency = `One query takes ${latencyMs.p50} ms (p50), ${latencyMs.p95} ms (p95) to embed.`;
  return [table, ...formatSlices(slices), latency].join("\n");
}

/** The primary metric by the attributes of the queries; nothing where there are none. */
function formatSlices(slices: Slices): string[] {
  const rows = Object.entries(slices).flatMap(([attribute, values]) =>
    Object.entries(values).map(([value, { queries, means }]) => [
      `${attribute}: ${value}`,
      String(queries),
      formatNumber(means[primaryMetric] ?? Number.NaN),
    ]),
  );
  if (rows.length === 0) return [];
  const columns = [
    { header: "Slice", flexible: true },
    { header: "Queries", align: "right" },
    { header: "NDCG@10", align: "right" },
  ] as const;
  return [formatBoxTable(rows, { columns })];
}
