import type { ReportData } from "../data/report-data.ts";
import type { Figure } from "../figures/figure.ts";
import { escapeMarkdown } from "../text/escape-markdown.ts";
import { reportBlocks } from "./report-blocks.ts";

/** What a report is rendered with besides its values. */
export interface RenderReportOptions {
  /**
   * The figures, as `drawFigures` gives them.
   * @default none: the tables say the same
   */
  readonly figures?: readonly Figure[] | undefined;
}

/** Folder beside the Markdown report in which it looks for its figures, as `NAME.svg`. */
export const figuresFolder = "figures";

/**
 * The whole report as Markdown: S0's sections in S0's order, filled from the data.
 *
 * The headline is the judged test where there is one, else the synthetic test of new products, named
 * as synthetic; known products are never mixed in. Parts whose step has not run say which step fills
 * them. Titles, queries and names are escaped. The same data gives the same text.
 *
 * @param data The report's values.
 * @param options Figures to show, as images of `figures/NAME.svg` (see `standaloneSvg`).
 * @returns Markdown (CommonMark with GitHub's tables), ending in a line feed.
 * @example
 * await writeFile("EVALUATION_REPORT.md", renderReport(data));
 */
export function renderReport(data: ReportData, options: RenderReportOptions = {}): string {
  const blocks = reportBlocks(data).flatMap((block) => {
    if (typeof block === "string") return [block];
    const figure = options.figures?.find(({ name }) => name === block.figure);
    return figure === undefined ? [] : [imageOf(figure)];
  });
  return `${blocks.join("\n\n")}\n`;
}

function imageOf({ name, title, caption }: Figure): string {
  const image = `![${escapeMarkdown(title)}](${figuresFolder}/${encodeURIComponent(name)}.svg)`;
  return `${image}\n\n*${escapeMarkdown(caption)}*`;
}
