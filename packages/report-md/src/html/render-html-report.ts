import { createHash } from "node:crypto";
import type { ReportData } from "../data/report-data.ts";
import { renderReport } from "../markdown/render-report.ts";
import { escapeHtml } from "../text/escape-html.ts";
import { markdownToHtml } from "./markdown-to-html.ts";
import { pageStyle } from "./page-style.ts";

/**
 * The whole report as one HTML page: the same content as {@link renderReport}, with nothing to load
 * and no script. Its content security policy allows the page's own style sheet, by hash, and
 * nothing else. Light and dark, narrow screens, print.
 *
 * @param data The report's values.
 * @returns A complete HTML document, ending in a line feed.
 * @example
 * await writeFile("report.html", renderHtmlReport(data));
 */
export function renderHtmlReport(data: ReportData): string {
  const styleHash = createHash("sha256").update(pageStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(data.experiment)}: evaluation report</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${markdownToHtml(renderReport(data))}</main>
</body>
</html>
`;
}
