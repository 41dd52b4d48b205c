import type { EvaluationResult, ManyRunsComparison, RunComparison } from "@searchfit/ir-metrics";
import {
  formatBoxTable,
  formatInterval,
  formatNumber,
  formatPercent,
  formatPValue,
  formatSigned,
  metricLabel,
  stripControl,
  type BoxColumn,
} from "@searchfit/report-md";

/** Widest table, in columns of the terminal; names of runs are cut where it would be wider. */
const maxWidth = 120;

/** One row a metric, one column a run. */
export function formatScores(results: readonly EvaluationResult[]): string {
  const metrics = Object.keys(results[0]?.means ?? {});
  const rows = metrics.map((metric) => [
    metricLabel(metric),
    ...results.map(({ means }) => formatNumber(means[metric] ?? Number.NaN)),
  ]);
  return formatBoxTable(rows, { columns: [{ header: "Metric" }, ...columnsOf(results)], maxWidth });
}

/** One row a query and metric, one column a run: what trec_eval prints with `-q`. */
export function formatPerQuery(results: readonly EvaluationResult[]): string {
  const [first] = results;
  const rows = [...(first?.perQuery ?? [])].flatMap(([query, values]) =>
    Object.keys(values).map((metric) => [
      query,
      metricLabel(metric),
      ...results.map(({ perQuery }) => formatNumber(perQuery.get(query)?.[metric] ?? Number.NaN)),
    ]),
  );
  const columns = [{ header: "Query" }, { header: "Metric" }, ...columnsOf(results)];
  return formatBoxTable(rows, { columns, maxWidth });
}

/** Both runs of a comparison, the difference and how sure it is; one row a metric. */
export function formatDifferences(comparison: RunComparison, showAdjusted: boolean): string {
  const rows = Object.entries(comparison.metrics).map(([metric, of]) => [
    metricLabel(metric),
    formatNumber(of.baseline),
    formatNumber(of.candidate),
    formatSigned(of.difference),
    formatPercent(of.changePercent),
    formatInterval(of.interval),
    formatPValue(of.p),
    ...(showAdjusted ? [formatPValue(of.pAdjusted ?? Number.NaN)] : []),
    `${of.wins}/${of.ties}/${of.losses}`,
  ]);
  const headers = ["Baseline", "Candidate", "Delta", "Change", "95% interval", "p"];
  const columns: BoxColumn[] = [
    { header: "Metric" },
    ...[...headers, ...(showAdjusted ? ["p adj."] : []), "W/T/L"].map((header): BoxColumn => ({
      header,
      align: "right",
    })),
  ];
  const title = `${comparison.candidate} against ${comparison.baseline}, ${comparison.queryCount} queries`;
  return `${stripControl(title)}\n${formatBoxTable(rows, { columns, maxWidth })}`;
}

/** One row a run, one column a metric; letters name the runs that it is significantly better than. */
export function formatRanking({ runs }: ManyRunsComparison): string {
  const metrics = Object.keys(runs[0]?.means ?? {});
  const rows = runs.map(({ name, means, better }, place) => [
    letterOf(place),
    name,
    ...metrics.map((metric) => {
      const beaten = (better[metric] ?? []).map(raisedLetterOf).join("");
      return formatNumber(means[metric] ?? Number.NaN) + beaten;
    }),
  ]);
  const columns: BoxColumn[] = [
    { header: "#" },
    { header: "Run", minWidth: 8, flexible: true },
    ...metrics.map((metric): BoxColumn => ({ header: metricLabel(metric) })),
  ];
  return formatBoxTable(rows, { columns, maxWidth: Math.max(maxWidth, 12 * metrics.length + 40) });
}

/** Letters that also exist raised; runs beyond them are numbered. */
const letters = "abcdefghijklmnoprstuvwxyz";
const raisedLetters = [..."ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"];
const raisedDigits = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];

function letterOf(place: number): string {
  return letters[place] ?? String(place + 1);
}

function raisedLetterOf(place: number): string {
  const digits = [...String(place + 1)].map((digit) => raisedDigits[Number(digit)] ?? "");
  return raisedLetters[place] ?? `⁽${digits.join("")}⁾`;
}

function columnsOf(results: readonly EvaluationResult[]): BoxColumn[] {
  return results.map(({ runName }) => ({
    header: runName,
    align: "right",
    minWidth: 8,
    flexible: true,
  }));
}
