import { drawPlot } from "../figures/draw-plot.ts";
import type { Figure } from "../figures/figure.ts";
import { accent, ink } from "../figures/plot-style.ts";
import { plotText } from "../figures/plot-text.ts";
import { metricLabel } from "../text/metric-label.ts";
import { testNames, testTitles } from "../verdict/test-titles.ts";
import type { HistoryEntry } from "./history-entry.ts";

const titles = testNames.map((name) => testTitles[name]);
const dashes = [
  [1, 0],
  [6, 3],
  [2, 3],
];
const shapes = ["circle", "square", "triangle-up"];

/** Experiments that the plot has room for, the newest. */
const mostExperiments = 40;

/**
 * Draws the primary metric of the tuned models over time, a line a test.
 *
 * @param entries Experiments, the oldest first.
 * @returns The figure; undefined with fewer than two experiments that were compared.
 * @example
 * const figure = await drawHistory(entries);
 */
export async function drawHistory(entries: readonly HistoryEntry[]): Promise<Figure | undefined> {
  const compared = entries.filter(({ results }) => results.length > 0).slice(-mostExperiments);
  if (compared.length < 2) return undefined;
  const values = compared.flatMap(({ experiment, results }, index) =>
    results.map(({ test, comparison }) => ({
      experiment: `${index + 1}. ${plotText(experiment, 18)}`,
      ...{ test: testTitles[test], value: comparison.candidate, base: comparison.baseline },
      low: comparison.baseline + comparison.interval[0],
      high: comparison.baseline + comparison.interval[1],
    })),
  );
  const label = plotText(metricLabel(compared[0]?.metric ?? "ndcg@10"));
  const x = {
    field: "experiment",
    type: "ordinal",
    sort: null,
    title: null,
    axis: { labelAngle: -40, labelLimit: 130 },
  } as const;
  const y = {
    field: "value",
    type: "quantitative",
    title: `${label} of the tuned model`,
    scale: { zero: false },
  } as const;
  const test = { field: "test", type: "nominal", legend: { title: null, columns: 1 } } as const;
  return drawPlot({
    name: "history",
    title: `${label} over time`,
    caption:
      "Tuned models, the oldest at the left; the bar is the base model's value plus the interval of the difference. Tests may have changed between experiments: compare them with searchfit compare.",
    spec: {
      data: { values },
      height: 400,
      layer: [
        {
          mark: { type: "rule", color: ink, opacity: 0.55, strokeWidth: 1.5 },
          encoding: {
            x,
            y: { ...y, field: "low" },
            y2: { field: "high" },
            detail: { field: "test", type: "nominal" },
          },
        },
        {
          mark: { type: "line", color: ink, strokeWidth: 1.5 },
          encoding: { x, y, strokeDash: { ...test, scale: { domain: titles, range: dashes } } },
        },
        {
          mark: { type: "point", opacity: 1, stroke: accent, fill: accent, size: 60 },
          encoding: { x, y, shape: { ...test, scale: { domain: titles, range: shapes } } },
        },
      ],
    },
  });
}
