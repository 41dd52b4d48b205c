import type { MetricComparison } from "@searchfit/ir-metrics";
import { judgeDifference } from "../verdict/judge-difference.ts";
import { verdictWords } from "../verdict/verdict-words.ts";
import { accent, ink } from "./plot-style.ts";
import type { PlotSpec } from "./plot.ts";

/** One difference with its interval, as a row of a plot. */
export interface DifferenceRow {
  /** What stands at the left. */
  readonly label: string;
  /** The comparison. */
  readonly comparison: MetricComparison;
}

const words = Object.values(verdictWords);
const shapes = ["triangle-up", "triangle-down", "circle"];
const fills = [accent, accent, "none"];

/** How the rows are read, for a caption. */
export const verdictCaption =
  "A mark is the difference, its line the interval: ▲ better, ▼ worse, ○ no difference shown. The dashed line is no change.";

/** Rows of differences with their intervals around a dashed line at 0. */
export function differenceSpec(
  rows: readonly DifferenceRow[],
  { title, confidence }: { readonly title: string; readonly confidence: number | undefined },
): PlotSpec {
  const values = uniqueLabels(rows).map(({ label, comparison }) => ({
    label,
    difference: comparison.difference,
    low: comparison.interval[0],
    high: comparison.interval[1],
    verdict: verdictWords[judgeDifference(comparison, confidence)],
  }));
  const y = { field: "label", type: "nominal", sort: null, title: null } as const;
  const verdict = {
    field: "verdict",
    type: "nominal",
    legend: { title: null, direction: "vertical" },
  } as const;
  const x = { type: "quantitative", title, axis: { format: "+.2~f", tickCount: 7 } } as const;
  return {
    data: { values },
    height: 128 + 26 * rows.length,
    layer: [
      {
        data: { values: [{}] },
        mark: { type: "rule", color: ink, strokeDash: [5, 4], opacity: 0.8 },
        encoding: { x: { datum: 0, type: "quantitative" } },
      },
      {
        mark: { type: "rule", color: ink, strokeWidth: 2 },
        encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      {
        mark: { type: "point", opacity: 1, strokeWidth: 1.5, size: 95 },
        encoding: {
          y,
          x: { ...x, field: "difference" },
          shape: { ...verdict, scale: { domain: words, range: shapes } },
          fill: { ...verdict, scale: { domain: words, range: fills } },
          stroke: { ...verdict, scale: { domain: words, range: words.map(() => accent) } },
        },
      },
    ],
  };
}

/** Labels that were cut to the same text stay rows of their own. */
function uniqueLabels(rows: readonly DifferenceRow[]): DifferenceRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const count = (seen.get(row.label) ?? 0) + 1;
    seen.set(row.label, count);
    return count === 1 ? row : { ...row, label: `${row.label} #${count}` };
  });
}
