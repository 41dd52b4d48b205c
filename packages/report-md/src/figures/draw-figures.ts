import type { ReportData } from "../data/report-data.ts";
import { testNames } from "../verdict/test-titles.ts";
import { changePlot } from "./change-plot.ts";
import { devPlot } from "./dev-plot.ts";
import { differencePlot } from "./difference-plot.ts";
import { drawPlot } from "./draw-plot.ts";
import type { Figure } from "./figure.ts";
import { lossPlot } from "./loss-plot.ts";
import { rankPlot } from "./rank-plot.ts";
import { slicePlot } from "./slice-plot.ts";

/**
 * Draws every plot that a report's values allow: the learning curve, and for each test the
 * differences with their intervals, the change of each query, the rank of the first relevant
 * product before and after, and the slices.
 *
 * Nothing is told by colour alone, colours are the page's own, and each plot's figures stand in a
 * table of the report, too. Titles and names are escaped; the same data gives the same bytes.
 *
 * @param data The report's values; a part that is missing has no plot.
 * @returns The figures, for `renderReport` and `renderHtmlReport`; each SVG has less than 60 kB.
 * @example
 * const figures = await drawFigures(data);
 * await writeFile("report.html", renderHtmlReport(data, { figures }));
 */
export async function drawFigures(data: ReportData): Promise<readonly Figure[]> {
  const plots = [
    ...testNames.flatMap((name) => [
      differencePlot(data, name),
      changePlot(data, name),
      rankPlot(data, name),
      slicePlot(data, name),
    ]),
    devPlot(data),
    lossPlot(data),
  ];
  const figures: Figure[] = [];
  for (const plot of plots) if (plot !== undefined) figures.push(await drawPlot(plot));
  return figures;
}
