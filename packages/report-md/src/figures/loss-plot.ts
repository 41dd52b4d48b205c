import type { ReportData } from "../data/report-data.ts";
import { lossCourse } from "./loss-course.ts";
import { ink } from "./plot-style.ts";
import type { Plot } from "./plot.ts";

/** Most points of the line. */
const mostPoints = 60;

/** The training loss over the steps. */
export function lossPlot(data: ReportData): Plot | undefined {
  const values = lossCourse(data.training?.losses ?? [], mostPoints);
  if (values.length < 2) return undefined;
  const x = { field: "step", type: "quantitative", title: "Step", axis: { format: "d" } } as const;
  return {
    name: "learning-loss",
    title: "Learning curve: training loss",
    caption:
      "Mean loss of consecutive steps (line) between the smallest and the largest of them (band).",
    spec: {
      data: { values },
      height: 260,
      layer: [
        {
          mark: { type: "area", color: ink, opacity: 0.16 },
          encoding: {
            x,
            y: {
              field: "smallest",
              type: "quantitative",
              title: "Training loss",
              scale: { zero: false },
            },
            y2: { field: "largest" },
          },
        },
        {
          mark: { type: "line", color: ink, strokeWidth: 1.8 },
          encoding: { x, y: { field: "mean", type: "quantitative" } },
        },
      ],
    },
  };
}
