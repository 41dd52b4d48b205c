import { formatBoxTable, formatNumber, formatPercent, stripControl } from "@searchfit/report-md";
import type { CaptureComparison, QueryComparison, RankMove } from "./capture-comparison.ts";

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
    `Same first product: ${sameFirstCount} of ${queryCount} queries`,
    `Same list in the same order: ${unchangedCount} of ${queryCount} queries`,
  ].join("\n");
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
