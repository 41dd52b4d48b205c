import type { ManyRunsComparison } from "@searchfit/ir-metrics";
import { formatCount, queryWords, stripControl } from "@searchfit/report-md";
import { CliError } from "../cli-error.ts";
import { commonParts, type CommonPart } from "../many-experiments/common-part.ts";
import { comparePart } from "../many-experiments/compare-part.ts";
import { openCompared, type ComparedExperiment } from "../many-experiments/open-compared.ts";
import { formatPartTable } from "../many-experiments/part-table.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { settingsSchema } from "../settings/settings.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";

/** Flags of `compare` with experiments. */
export interface CompareExperimentsFlags {
  readonly config?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

/**
 * Compares the base model and any number of experiments on what their tests have in common.
 *
 * @throws {CliError} `EXPERIMENT_INCOMPLETE`; `NOTHING_IN_COMMON` when the catalogues differ or no
 *   test has a query that all experiments have.
 */
export async function compareExperiments(
  names: readonly string[],
  flags: CompareExperimentsFlags,
): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  const file = await readConfigFile(process.cwd(), flags.config);
  const { experimentsFolder, seed } = settingsSchema.parse(file);
  const experiments: ComparedExperiment[] = [];
  for (const name of names) experiments.push(await openCompared(name, experimentsFolder));
  requireDistinct(experiments);
  requireSameCatalogue(experiments);
  const parts = commonParts(experiments);
  const usable = parts.filter((part) => part.qrels.size > 0);
  for (const part of parts) tellPart(part, experiments, terminal);
  if (usable.length === 0) throw nothingInCommon("no test has a query that all of them have");
  const tests: Record<string, unknown> = {};
  for (const part of usable) {
    const table = await comparePart(part, experiments, flags.seed ?? seed);
    terminal.result(stripControl(`${part.name}: ${countsOf(table)}`));
    terminal.result(formatPartTable(table));
    tests[part.name] = documentOf(part, table);
  }
  terminal.result(
    "Delta, interval and p are against the first line; p is corrected by Holm for all tests of its table.",
  );
  terminal.document({ experiments: experiments.map(({ name }) => name), tests });
}

/** The same experiment twice, or two of one name, could not be told apart in a table. */
function requireDistinct(experiments: readonly ComparedExperiment[]): void {
  const names = experiments.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new CliError("USAGE", `Expected experiments of different names, got "${twice}" twice.`, {
    exitCode: 2,
  });
}

function requireSameCatalogue([first, ...others]: readonly ComparedExperiment[]): void {
  for (const other of others) {
    const differ = first === undefined ? 0 : differing(first.products, other.products);
    if (differ > 0) {
      throw nothingInCommon(
        `the catalogues of ${first?.name} and ${other.name} differ in ${formatCount(differ)} products`,
      );
    }
  }
}

function differing(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const missing = [...one].filter((id) => !other.has(id)).length;
  return missing + [...other].filter((id) => !one.has(id)).length;
}

function nothingInCommon(reason: string): CliError {
  return new CliError("NOTHING_IN_COMMON", `The experiments cannot be compared: ${reason}.`, {
    hint: "Compare experiments of one catalogue with the same seed, split and judged queries.",
  });
}

/** Says what is compared where the tests are not the same. */
function tellPart(
  { name, qrels, queriesOf }: CommonPart,
  experiments: readonly ComparedExperiment[],
  terminal: Terminal,
): void {
  if (queriesOf.every((queries) => queries === qrels.size)) return;
  const counts = experiments.map((experiment, index) => {
    return `${experiment.name} ${formatCount(queriesOf[index] ?? 0)}`;
  });
  const what = qrels.size === 0 ? "left out, nothing is common" : "only what is common is compared";
  terminal.warn(
    `${name}: the tests differ; ${what}: ${formatCount(qrels.size)} queries with the same text and grades (of ${counts.join(", ")}).`,
  );
}

function countsOf(table: ManyRunsComparison): string {
  const resampled = table.clusterCount === undefined ? "" : "; intervals and p resample products";
  return `${queryWords(table)}${resampled}`;
}

function documentOf({ queriesOf }: CommonPart, table: ManyRunsComparison): unknown {
  return {
    queries: table.queryCount,
    ...(table.clusterCount === undefined ? {} : { clusterCount: table.clusterCount }),
    queriesOfEach: queriesOf,
    testsCorrected: table.testsAFamily,
    models: table.runs.map(({ name, means }, place) => ({
      name,
      means,
      ...(place === 0 ? {} : { metrics: table.comparisons[place - 1]?.metrics }),
    })),
  };
}
