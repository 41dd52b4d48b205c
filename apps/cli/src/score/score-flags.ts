import type { PairedTest, PValueAdjustment } from "@searchfit/ir-metrics";
import { InvalidArgumentError, Option, type Command } from "commander";
import { wholeNumber } from "../commands/parse-number.ts";

/** Flags of `score`. */
export interface ScoreFlags {
  readonly qrels?: string;
  readonly run?: readonly string[];
  readonly metrics?: string;
  readonly perQuery?: boolean;
  readonly summary?: boolean;
  readonly complete?: boolean;
  readonly answeredOnly?: boolean;
  readonly relevanceLevel?: number;
  readonly depth?: number;
  readonly judgedOnly?: boolean;
  readonly compare?: boolean;
  readonly allPairs?: boolean;
  readonly test?: PairedTest;
  readonly interval?: "percentile" | "bca";
  readonly adjust?: PValueAdjustment | "none";
  readonly alpha?: number;
  readonly resamples?: number;
  readonly seed?: number;
  readonly trec?: boolean;
  readonly json?: boolean;
}

/** Declares what `score` takes: our flags, and trec_eval's letters and order of files. */
export function addScoreFlags(command: Command): Command {
  return addComparisonFlags(addMeasuringFlags(command))
    .addOption(
      new Option("--trec", "print what trec_eval prints").conflicts(["compare", "allPairs"]),
    )
    .addOption(new Option("--json", "one JSON document on stdout").conflicts("trec"));
}

function addMeasuringFlags(command: Command): Command {
  return command
    .argument("[files...]", "trec_eval's order: judgments, then runs; - reads standard input")
    .option("--qrels <file>", "judgments: TREC, BEIR or ranx' JSON, .gz too")
    .option("--run <file>", "a run: TREC or ranx' JSON, .gz too; may be given again", collect)
    .option(
      "-m, --metrics <names>",
      "separated by commas; trec_eval's names and families too",
      joined,
    )
    .option("-q, --per-query", "the value of each query as well")
    .option("-n, --no-summary", "leave the means out")
    .option("-c, --complete", "queries without results count as 0 (the default)")
    .addOption(
      new Option(
        "--answered-only",
        "means over queries with results only (trec_eval without -c)",
      ).conflicts("complete"),
    )
    .option("-l, --relevance-level <n>", "lowest grade that counts as relevant", atLeastOne)
    .option("-M, --depth <n>", "documents of each list to look at", atLeastOne)
    .option("-J, --judged-only", "take unjudged documents out of the lists first");
}

function addComparisonFlags(command: Command): Command {
  return command
    .option("--compare", "compare each run with the first: interval, p-value, wins and losses")
    .option("--all-pairs", "compare each run with each")
    .addOption(
      new Option("--test <name>", "test behind the p-values").choices([
        ...["randomization", "t-test", "wilcoxon", "sign"],
      ]),
    )
    .addOption(
      new Option("--interval <method>", "bootstrap intervals").choices(["percentile", "bca"]),
    )
    .addOption(
      new Option("--adjust <method>", "p-values for many tests (default for 3 runs: holm)").choices(
        ["none", "holm", "bonferroni", "benjamini-hochberg", "benjamini-yekutieli"],
      ),
    )
    .option("--alpha <p>", "adjusted p-value up to which a run is called better", share)
    .option("--resamples <n>", "resamples of intervals and tests (default 10000)", atLeastOne)
    .option("--seed <n>", "seed of the resampling (default 42)", wholeNumber);
}

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function joined(value: string, previous: string | undefined): string {
  return previous === undefined ? value : `${previous},${value}`;
}

function atLeastOne(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError("expected 1 or more, got 0.");
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw new InvalidArgumentError(`expected a number between 0 and 1, got "${text}".`);
  return value;
}
