import type { ReportData } from "../data/report-data.ts";
import { formatNumber } from "../text/format-number.ts";
import { primaryLabel, primaryMetric } from "../verdict/primary-metric.ts";
import { accent, ink } from "./plot-style.ts";
import type { Plot, PlotLayer } from "./plot.ts";
import { plotText } from "./plot-text.ts";

/** The primary metric on dev over the epochs. */
export function devPlot(data: ReportData): Plot | undefined {
  const metric = primaryMetric(data);
  const best = data.training?.bestEpoch;
  const values = (data.training?.learningCurve ?? []).flatMap(({ epoch, metrics }) => {
    const value = metrics[metric];
    if (value === undefined) return [];
    const kept = epoch === best && epoch > 0;
    return [{ epoch, value, kept: kept ? "yes" : "no", label: formatNumber(value, 3) }];
  });
  if (values.length < 2) return undefined;
  const x = {
    field: "epoch",
    type: "quantitative",
    title: "Epoch (0: the untrained base model)",
    axis: { tickMinStep: 1, format: "~f" },
    scale: { padding: 22 }, // the first value has room beside the axis
  } as const;
  const y = {
    field: "value",
    type: "quantitative",
    title: `${plotText(primaryLabel(data))} on dev`,
    scale: { zero: false, padding: 14 },
  } as const;
  return {
    name: "learning-dev",
    title: `Learning curve: ${primaryLabel(data)} on dev`,
    caption:
      "Dev picks the weights; it is not the test. The filled diamond is the epoch that was kept.",
    spec: {
      data: { values },
      height: 280,
      layer: [
        { mark: { type: "line", color: ink, strokeWidth: 1.6 }, encoding: { x, y } },
        {
          mark: { type: "point", stroke: ink, opacity: 1, strokeWidth: 1.5 },
          encoding: {
            ...{ x, y },
            shape: {
              condition: { test: "datum.kept === 'yes'", value: "diamond" },
              value: "circle",
            },
            size: { condition: { test: "datum.kept === 'yes'", value: 190 }, value: 60 },
            fill: { condition: { test: "datum.kept === 'yes'", value: accent }, value: "none" },
          },
        },
        ...labelsOf(values.length, { x, y }),
      ],
    },
  };
}

/** Values beside the points, where they have room. */
function labelsOf(points: number, encoding: object): PlotLayer[] {
  if (points > 8) return [];
  return [
    {
      mark: { type: "text", dy: -13, fontSize: 11 },
      encoding: { ...encoding, text: { field: "label", type: "nominal" } },
    },
  ];
}
