import type { Figure } from "../figures/figure.ts";
import { figureHtml } from "../html/figure-html.ts";
import { markdownToHtml } from "../html/markdown-to-html.ts";
import { page } from "../html/page.ts";
import { markdownTable } from "../markdown/markdown-table.ts";
import { verdictMarkdown } from "../markdown/verdict-markdown.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { formatCount } from "../text/format-count.ts";
import { formatInterval } from "../text/format-interval.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatSigned } from "../text/format-signed.ts";
import { metricLabel } from "../text/metric-label.ts";
import { judgeDifference } from "../verdict/judge-difference.ts";
import { testTitles } from "../verdict/test-titles.ts";
import { formatDay } from "./format-day.ts";
import type { HistoryEntry } from "./history-entry.ts";

/** An experiment of a history page. */
export interface HistoryPageEntry extends HistoryEntry {
  /** Folder of its report, beside the page; undefined where there is no report. */
  readonly reportFolder?: string | undefined;
}

/** What a history page has besides its experiments. */
export interface RenderHistoryPageOptions {
  /** The figure, as `drawHistory` gives it. */
  readonly figure?: Figure | undefined;
}

/**
 * All experiments as one HTML page in the style of the report: date, model, data, recipe, figures
 * with their intervals, the advice, and a link to each report. It loads nothing and has no script.
 *
 * @param entries Experiments, in the order to show them.
 * @param options The figure.
 * @returns A complete HTML document, ending in a line feed.
 * @example
 * await writeFile("history.html", renderHistoryPage(entries, { figure }));
 */
export function renderHistoryPage(
  entries: readonly HistoryPageEntry[],
  { figure }: RenderHistoryPageOptions = {},
): string {
  const head = `# Experiments\n\n${formatCount(entries.length)} in this folder, the oldest first. Figures of experiments with other tests cannot be compared by eye; \`searchfit compare NAME NAME\` compares what they have in common.`;
  const body = [
    markdownToHtml(head),
    figure === undefined ? "" : figureHtml(figure),
    markdownToHtml(resultTable(entries), { links: true }),
    markdownToHtml(recipeTable(entries)),
  ];
  return page({ title: "Experiments", body: body.join("") });
}

function nameOf({ experiment, reportFolder }: HistoryPageEntry): string {
  const name = escapeMarkdown(experiment);
  if (reportFolder === undefined) return name;
  return `[${name === "" ? "report" : name}](./${linkPath(reportFolder)}/report.html)`;
}

/** A folder's name as a part of an address; brackets would end the link. */
function linkPath(folder: string): string {
  return encodeURIComponent(folder.toWellFormed()).replace(/[()]/gu, (bracket) =>
    bracket === "(" ? "%28" : "%29",
  );
}

function resultTable(entries: readonly HistoryPageEntry[]): string {
  const label = escapeMarkdown(metricLabel(entries[0]?.metric ?? "ndcg@10"));
  const rows = entries.flatMap((entry) => {
    const head = [nameOf(entry), formatDay(entry.finishedAt)];
    if (entry.results.length === 0)
      return [[...head, "not compared", ...Array<string>(6).fill("–"), "–"]];
    return entry.results.map(({ test, queries, comparison }) => [
      ...[...head, testTitles[test], formatCount(queries)],
      ...[formatNumber(comparison.baseline), formatNumber(comparison.candidate)],
      ...[formatSigned(comparison.difference), formatInterval(comparison.interval)],
      ...[verdictMarkdown(judgeDifference(comparison)), entry.advice],
    ]);
  });
  return `## Results\n\n${markdownTable(
    [
      ...([
        ["Experiment", "left"],
        ["Date", "left"],
        ["Test", "left"],
        ["n", "right"],
      ] as const),
      ...([
        [`${label}, base`, "right"],
        ["Tuned", "right"],
        ["Delta", "right"],
      ] as const),
      ...([
        ["95% interval", "right"],
        ["Verdict", "left"],
        ["Switch?", "left"],
      ] as const),
    ],
    rows,
  )}`;
}

function recipeTable(entries: readonly HistoryPageEntry[]): string {
  const rows = entries.map((entry) =>
    [entry.experiment, entry.model, entry.data, entry.recipe].map((text) =>
      text === undefined ? "–" : escapeMarkdown(text),
    ),
  );
  const columns = ["Experiment", "Base model", "Data", "Recipe"].map(
    (name) => [name, "left"] as const,
  );
  return `## Models, data and recipes\n\n${markdownTable(columns, rows)}`;
}
