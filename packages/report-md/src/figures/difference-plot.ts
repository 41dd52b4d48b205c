import type { ReportData } from "../data/report-data.ts";
import type { TestName } from "../data/test-facts.ts";
import { metricLabel } from "../text/metric-label.ts";
import { confidenceWords } from "../verdict/difference-words.ts";
import { qualityMetrics } from "../verdict/quality-metrics.ts";
import { testTitles } from "../verdict/test-titles.ts";
import type { Plot } from "./plot.ts";
import { plotText } from "./plot-text.ts";
import { differenceSpec, verdictCaption } from "./verdict-marks.ts";

/** Most metrics that one plot shows. */
const mostMetrics = 24;

/** Every metric of a test: its difference with the interval. */
export function differencePlot(data: ReportData, name: TestName): Plot | undefined {
  const comparison = data.tests?.[name]?.comparison;
  if (comparison === undefined) return undefined;
  const rows = qualityMetrics(comparison)
    .slice(0, mostMetrics)
    .flatMap((metric) => {
      const of = comparison.metrics[metric];
      return of === undefined ? [] : [{ label: plotText(metricLabel(metric)), comparison: of }];
    });
  if (rows.length === 0) return undefined;
  const title = `Difference, tuned less base, with ${confidenceWords(data.confidence)} interval`;
  return {
    name: `metrics-${name}`,
    title: `${testTitles[name]}: differences of all metrics`,
    caption: verdictCaption,
    spec: differenceSpec(rows, { title, confidence: data.confidence }),
  };
}
