import { formatBoxTable, formatNumber, stripControl } from "@searchfit/report-md";
import type { CapturedQuery, LiveCapture } from "../live-capture.ts";

/**
 * A capture for the terminal: one box of results a query, then the means.
 *
 * @example
 * formatCapture(capture); // 'Query: "gift for someone who loves cooking"\n┌────┬───…'
 */
export function formatCapture(capture: LiveCapture): string {
  return [...capture.queries.map(formatQuery), formatSummary(capture)].join("\n\n");
}

function formatQuery({ query, results }: CapturedQuery): string {
  const heading = `Query: "${stripControl(query)}"`;
  if (results.length === 0) return `${heading}\n  (no results)`;
  const rows = results.map(({ rank, title, id, score }) => [
    String(rank),
    title === "" ? `(no title, id ${id ?? "unknown"})` : title,
    score === null ? "-" : formatNumber(score, 3),
  ]);
  const table = formatBoxTable(rows, {
    columns: [
      { header: "#", align: "right", minWidth: 2 },
      { header: "Product Title", minWidth: 43, flexible: true },
      { header: "Similarity", align: "center" },
    ],
  });
  return `${heading}\n${table}`;
}

function formatSummary(capture: LiveCapture): string {
  const { label, timestamp, host, endpoint, summary, model, retries = 0 } = capture;
  const { meanTop1, meanTop5, top1Above, scoredCount, queryCount } = summary;
  const lines = [
    `Capture "${stripControl(label)}" of POST ${host}${endpoint} at ${timestamp}`,
    `Average top-1 similarity: ${figure(meanTop1)}`,
    `Average top-5 similarity: ${figure(meanTop5)}`,
    `Queries with top-1 similarity > ${top1Above.threshold}: ${top1Above.count} of ${queryCount}`,
  ];
  const { p50, p95 } = summary.latencyMs;
  lines.push(`Latency p50, p95: ${formatNumber(p50, 1)} and ${formatNumber(p95, 1)} ms`);
  if (model !== undefined) {
    lines.push(
      `Model: ${stripControl(model.id)} (${stripControl(model.fingerprint.slice(0, 12))})`,
    );
  }
  if (summary.repeatJaccard !== null) {
    lines.push(`Overlap with itself when asked again: ${figure(summary.repeatJaccard)}`);
  }
  if (retries > 0) lines.push(`Calls that were sent again: ${retries}`);
  if (scoredCount < queryCount) {
    lines.push(
      `Averages are over ${scoredCount} of ${queryCount} queries: the others have no first result with a score.`,
    );
  }
  return lines.join("\n");
}

function figure(value: number | null): string {
  return value === null ? "n/a" : formatNumber(value, 3);
}
