import type { ReportData } from "../data/report-data.ts";
import type { TestName } from "../data/test-facts.ts";
import { primaryLabel } from "../verdict/primary-metric.ts";
import { testTitles } from "../verdict/test-titles.ts";
import { countChanges } from "./count-changes.ts";
import { accent, ink } from "./plot-style.ts";
import type { Plot } from "./plot.ts";
import { plotText } from "./plot-text.ts";

/** How many queries gained or lost how much. */
export function changePlot(data: ReportData, name: TestName): Plot | undefined {
  const changes = data.tests?.[name]?.changes ?? [];
  if (changes.length === 0) return undefined;
  const bins = countChanges(changes);
  const bars = bins
    .filter(({ queries }) => queries > 0)
    .map((bin) => ({ ...bin, fill: bin.kind === "gain" ? accent : "none" }));
  const y = {
    field: "label",
    type: "nominal",
    sort: bins.map(({ label }) => label),
    title: `Change of ${plotText(primaryLabel(data))}`,
  } as const;
  const x = {
    field: "queries",
    type: "quantitative",
    title: "Queries",
    axis: { format: "d" },
  } as const;
  const filled = { field: "fill", type: "nominal", scale: null } as const;
  return {
    name: `changes-${name}`,
    title: `${testTitles[name]}: change of each query`,
    caption:
      "Queries by the change of their own value, gains at the top. Filled bars are gains, outlined ones losses or no change.",
    spec: {
      data: { values: bins },
      height: 70 + 24 * bins.length,
      layer: [
        {
          data: { values: bars },
          mark: { type: "bar", stroke: ink, strokeWidth: 1.2, height: { band: 0.75 } },
          encoding: { y, x, fill: filled },
        },
        {
          mark: { type: "text", align: "left", dx: 5 },
          encoding: { y, x, text: { field: "queries", type: "quantitative" } },
        },
      ],
    },
  };
}
