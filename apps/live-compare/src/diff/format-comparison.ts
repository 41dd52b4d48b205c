import {
  formatBoxTable,
  formatNumber,
  formatPercent,
  formatPValue,
  formatSigned,
  stripControl,
} from "@searchfit/report-md";
import type {
  CaptureComparison,
  ComparedCapture,
  QueryComparison,
  RankMove,
} from "./capture-comparison.ts";

/**
 * A comparison for the terminal: S0's lines on similarities with what they do not say, then overlap
 * and, query by query, what moved.
 *
 * @example
 * formatComparison(compareCaptures(before, after)); // "BEFORE re-embedding: avg top-1 …"
 */
export function formatComparison(comparison: CaptureComparison): string {
  const { queries, k } = comparison;
  const changed = queries.filter(({ unchanged }) => !unchanged);
  const blocks = [
    similarities(comparison),
    overlap(comparison),
    ...relevance(comparison),
    comparison.warnings.map((warning) => `Warning: ${stripControl(warning)}`).join("\n"),
    ...changed.map((query) => moves(query, k)),
  ];
  return blocks.join("\n\n");
}

function similarities({ before, after, meanTop1ChangePercent }: CaptureComparison): string {
  return [
    `BEFORE re-embedding: avg top-1 similarity = ${figure(before.summary.meanTop1)}`,
    `AFTER re-embedding:  avg top-1 similarity = ${figure(after.summary.meanTop1)}`,
    `Change: ${formatPercent(meanTop1ChangePercent)} (of the similarity, not of the quality of the search)`,
  ].join("\n");
}

function overlap(comparison: CaptureComparison): string {
  const { k, queryCount, meanJaccard, sameFirstCount, unchangedCount, endpoint } = comparison;
  return [
    `Endpoint: POST ${stripControl(endpoint)} in both captures`,
    `Average overlap (Jaccard@${k}): ${formatNumber(meanJaccard, 3)} over ${queryCount} queries`,
    `Average rank-biased overlap: ${formatNumber(comparison.meanRbo, 3)}`,
    `Same first product: ${sameFirstCount} of ${queryCount} queries`,
    `Same list in the same order: ${unchangedCount} of ${queryCount} queries`,
    `Latency p50, p95: ${latency(comparison.before)} before, ${latency(comparison.after)} after`,
    ...repeats(comparison),
  ].join("\n");
}

function latency({ summary }: ComparedCapture): string {
  const { p50, p95 } = summary.latencyMs;
  return `${formatNumber(p50, 1)} and ${formatNumber(p95, 1)} ms`;
}

/** The noise: how far each side agrees with itself. */
function repeats({ k, before, after }: CaptureComparison): readonly string[] {
  const told = [before, after].map(({ summary }) => summary.repeatJaccard);
  if (told.every((value) => value === null)) return [];
  const [was = null, is = null] = told;
  return [
    `Overlap with itself when asked again (Jaccard@${k}): ${figure(was)} before, ${figure(is)} after`,
  ];
}

function relevance({ judged }: CaptureComparison): readonly string[] {
  if (judged === undefined) return [];
  const lines = Object.entries(judged.metrics).map(([name, one]) => {
    const [low, high] = one.interval;
    const interval = `[${formatSigned(low, 3)}, ${formatSigned(high, 3)}]`;
    const counts = `${one.wins} better, ${one.ties} same, ${one.losses} worse`;
    return `${name.toUpperCase()}: ${formatNumber(one.baseline, 3)} before, ${formatNumber(one.candidate, 3)} after, ${formatSigned(one.difference, 3)} ${interval}, p = ${formatPValue(one.p)}; ${counts}`;
  });
  return [`Relevance over ${judged.queryCount} judged queries:\n${lines.join("\n")}`];
}

function moves({ query, jaccard, moves: all }: QueryComparison, k: number): string {
  const heading = `Query: "${stripControl(query)}"  Jaccard@${k} ${formatNumber(jaccard, 3)}`;
  const rows = all.map((move) => [
    move.after === null ? "out" : String(move.after),
    move.before === null ? "new" : String(move.before),
    arrow(move),
    move.title === "" ? `(no title, id ${move.id ?? "unknown"})` : move.title,
  ]);
  const table = formatBoxTable(rows, {
    columns: [
      { header: "#", align: "right", minWidth: 3 },
      { header: "Was", align: "right", minWidth: 3 },
      { header: "Move", align: "right" },
      { header: "Product Title", minWidth: 43, flexible: true },
    ],
  });
  return `${heading}\n${table}`;
}

function arrow({ before, after }: RankMove): string {
  if (before === null || after === null || before === after) return "";
  return after < before ? `↑ ${before - after}` : `↓ ${after - before}`;
}

function figure(value: number | null): string {
  return value === null ? "n/a" : formatNumber(value, 3);
}
