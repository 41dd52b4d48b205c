import type { ReportData } from "../data/report-data.ts";
import type { SliceResult, TestName } from "../data/test-facts.ts";
import { formatCount } from "../text/format-count.ts";
import { fewestSliceQueries } from "../verdict/judge-slice.ts";
import { primaryLabel } from "../verdict/primary-metric.ts";
import { testTitles } from "../verdict/test-titles.ts";
import type { Plot } from "./plot.ts";
import { plotText } from "./plot-text.ts";
import { differenceSpec, verdictCaption, type DifferenceRow } from "./verdict-marks.ts";

/** Most slices that one plot shows. */
const mostSlices = 24;

/** The slices of a test that have queries enough to be judged. */
export function slicePlot(data: ReportData, name: TestName): Plot | undefined {
  const large = (data.tests?.[name]?.slices ?? []).filter(
    ({ queries, comparison }) => comparison !== undefined && queries >= fewestSliceQueries,
  );
  const shown = large.toSorted((a, b) => b.queries - a.queries).slice(0, mostSlices);
  const rows = large.filter((slice) => shown.includes(slice)).flatMap(rowOf);
  if (rows.length === 0) return undefined;
  const left = large.length - shown.length;
  const more =
    left === 0
      ? ""
      : ` The ${formatCount(left)} slices with the fewest queries are in the table only.`;
  return {
    name: `slices-${name}`,
    title: `${testTitles[name]}: slices`,
    caption: `${verdictCaption} Only slices of ${fewestSliceQueries} queries or more.${more}`,
    spec: differenceSpec(rows, {
      title: `Difference of ${plotText(primaryLabel(data))}, tuned less base`,
      confidence: data.confidence,
    }),
  };
}

function rowOf({ attribute, value, queries, comparison }: SliceResult): DifferenceRow[] {
  if (comparison === undefined) return [];
  const label = `${plotText(`${attribute}: ${value}`, 26)} (${formatCount(queries)})`;
  return [{ label, comparison }];
}
