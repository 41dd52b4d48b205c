import type { ReportData } from "../data/report-data.ts";
import type { TestName } from "../data/test-facts.ts";
import { countChanges } from "../figures/count-changes.ts";
import { countMoves, rankBands } from "../figures/count-moves.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { primaryLabel } from "../verdict/primary-metric.ts";
import { markdownTable } from "./markdown-table.ts";
import { figurePlace, type ReportBlock } from "./report-block.ts";

type Changes = Parameters<typeof countChanges>[0];

/** How single queries changed, and where their first relevant product went; nothing where unknown. */
export function queryChanges(data: ReportData, name: TestName): readonly ReportBlock[] {
  const changes = data.tests?.[name]?.changes ?? [];
  if (changes.length === 0) return [];
  return [
    `Change of ${escapeMarkdown(primaryLabel(data))}, query by query:`,
    figurePlace(`changes-${name}`),
    changeTable(changes),
    `First relevant product: ${movesSentence(changes)}`,
    figurePlace(`ranks-${name}`),
    moveTable(changes),
  ];
}

function changeTable(changes: Changes): string {
  const rows = countChanges(changes).map(({ label, queries }) => [
    label === "unchanged" ? label : escapeMarkdown(label),
    formatCount(queries),
    `${((100 * queries) / changes.length).toFixed(1)}%`,
  ]);
  return markdownTable(
    [
      ["Change", "left"],
      ["Queries", "right"],
      ["Share", "right"],
    ],
    rows,
  );
}

function movesSentence(changes: Changes): string {
  const rank = (value: number | null): number => value ?? Infinity;
  const earlier = changes.filter(
    ({ relevantRank: { baseline, candidate } }) => rank(candidate) < rank(baseline),
  ).length;
  const later = changes.filter(
    ({ relevantRank: { baseline, candidate } }) => rank(candidate) > rank(baseline),
  ).length;
  const same = changes.length - earlier - later;
  return `at an earlier rank for ${formatCount(earlier)} queries, at a later one for ${formatCount(later)}, at the same one for ${formatCount(same)}. In the table, a row is a group of ranks before, a column one after; none: not found.`;
}

/** Rank before by rank after; ranks that no query had are left out. */
function moveTable(changes: Changes): string {
  const moves = countMoves(changes);
  const has = (band: string, side: "before" | "after"): boolean =>
    moves.some((move) => move[side] === band && move.queries > 0);
  const rows = rankBands.filter((band) => has(band, "before"));
  const columns = rankBands.filter((band) => has(band, "after"));
  const count = (before: string, after: string): number =>
    moves.find((move) => move.before === before && move.after === after)?.queries ?? 0;
  return markdownTable(
    [["Before ↓ after →", "left"], ...columns.map((band) => [band, "right"] as const)],
    rows.map((before) => [before, ...columns.map((after) => formatCount(count(before, after)))]),
  );
}
