import { IrMetricsError, parseMetricNames, type MetricName } from "@searchfit/ir-metrics";
import { CliError, exitCodes } from "../cli-error.ts";
import { metricNames } from "../steps/metrics.ts";
import type { ScoreFlags } from "./score-flags.ts";

/** What is to be scored. */
export interface ScoreRequest {
  /** File of the judgments. */
  readonly qrels: string;
  /** Files of the runs, one or more. */
  readonly runs: readonly string[];
  /** Every metric once, in our own spelling. */
  readonly metrics: readonly MetricName[];
}

/**
 * Files and metrics of a command line: named by flags, or in trec_eval's order.
 *
 * @throws {CliError} `USAGE` when a file is missing, a metric unknown, or a run alone is compared.
 */
export function scoreRequest(files: readonly string[], flags: ScoreFlags): ScoreRequest {
  const [qrels, ...rest] = flags.qrels === undefined ? files : [flags.qrels, ...files];
  const runs = [...(flags.run ?? []), ...rest];
  if (qrels === undefined) throw usage("Expected judgments, got none.", "Give --qrels FILE.");
  if (runs.length === 0) throw usage("Expected a run, got none.", "Give --run FILE.");
  if ((flags.compare === true || flags.allPairs === true) && runs.length < 2)
    throw usage(
      `A comparison needs two runs or more, got ${runs.length}.`,
      "Give --run twice; the first is the baseline.",
    );
  return { qrels, runs, metrics: metricsOf(flags) };
}

function metricsOf({ metrics, trec }: ScoreFlags): readonly MetricName[] {
  if (metrics === undefined) return trec === true ? parseMetricNames("official") : metricNames;
  try {
    return parseMetricNames(metrics);
  } catch (error) {
    if (!(error instanceof IrMetricsError)) throw error;
    throw usage(`--metrics: ${error.message}`, error.hint);
  }
}

function usage(message: string, hint: string | undefined): CliError {
  return new CliError("USAGE", message, {
    exitCode: exitCodes.usage,
    ...(hint === undefined ? {} : { hint }),
  });
}
