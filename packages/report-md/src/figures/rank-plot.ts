import type { ReportData } from "../data/report-data.ts";
import type { TestName } from "../data/test-facts.ts";
import { testTitles } from "../verdict/test-titles.ts";
import { countMoves, rankBands } from "./count-moves.ts";
import { accent, ink } from "./plot-style.ts";
import type { Plot } from "./plot.ts";

/** Where the first relevant product stood before and stands after. */
export function rankPlot(data: ReportData, name: TestName): Plot | undefined {
  const changes = data.tests?.[name]?.changes ?? [];
  if (changes.length === 0) return undefined;
  const moves = countMoves(changes).filter(({ queries }) => queries > 0);
  const axis = { labelAngle: 0, grid: true, tickBand: "extent" } as const;
  const band = { type: "ordinal", sort: null, scale: { domain: [...rankBands] } } as const;
  const x = {
    ...band,
    field: "before",
    title: "Rank of the first relevant product, base model",
    axis,
  } as const;
  const y = { ...band, field: "after", title: "Rank, tuned model", axis } as const;
  return {
    name: `ranks-${name}`,
    title: `${testTitles[name]}: rank of the first relevant product before and after`,
    caption:
      "Each circle is a group of queries, with their number beside it. Filled circles lie above the diagonal: found earlier than before. Outlined ones stayed or were found later. none: not found.",
    spec: {
      data: {
        values: moves.map((move) => ({ ...move, fill: move.kind === "earlier" ? accent : "none" })),
      },
      height: 400,
      layer: [
        {
          data: { values: rankBands.map((band) => ({ before: band, after: band })) },
          mark: { type: "square", size: 900, color: ink, opacity: 0.12 },
          encoding: { x, y },
        },
        {
          mark: { type: "point", stroke: ink, strokeWidth: 1.3, opacity: 1, xOffset: -6 },
          encoding: {
            ...{ x, y, fill: { field: "fill", type: "nominal", scale: null } },
            size: {
              field: "queries",
              type: "quantitative",
              scale: { range: [20, 420] },
              legend: null,
            },
          },
        },
        {
          mark: { type: "text", align: "left", dx: 7, fontSize: 11 },
          encoding: { x, y, text: { field: "queries", type: "quantitative" } },
        },
      ],
    },
  };
}
