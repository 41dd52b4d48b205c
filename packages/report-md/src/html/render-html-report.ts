import type { ReportData } from "../data/report-data.ts";
import type { RenderReportOptions } from "../markdown/render-report.ts";
import { reportBlocks } from "../markdown/report-blocks.ts";
import { figureHtml } from "./figure-html.ts";
import { markdownToHtml } from "./markdown-to-html.ts";
import { page } from "./page.ts";

/**
 * The whole report as one HTML page: the same content as {@link renderReport}, with nothing to load
 * and no script; figures stand in it as SVG. Its content security policy allows the page's own style
 * sheet, by hash, and nothing else. Light and dark, narrow screens, print.
 *
 * @param data The report's values.
 * @param options Figures to show.
 * @returns A complete HTML document, ending in a line feed.
 * @example
 * await writeFile("report.html", renderHtmlReport(data, { figures: await drawFigures(data) }));
 */
export function renderHtmlReport(data: ReportData, options: RenderReportOptions = {}): string {
  const pieces: string[] = [];
  let markdown: string[] = [];
  const endMarkdown = (): void => {
    pieces.push(markdownToHtml(markdown.join("\n\n")));
    markdown = [];
  };
  for (const block of reportBlocks(data)) {
    if (typeof block === "string") {
      markdown.push(block);
      continue;
    }
    const figure = options.figures?.find(({ name }) => name === block.figure);
    if (figure === undefined) continue;
    endMarkdown();
    pieces.push(figureHtml(figure));
  }
  endMarkdown();
  return page({ title: `${data.experiment}: evaluation report`, body: pieces.join("") });
}
