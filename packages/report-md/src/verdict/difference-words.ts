import type { MetricComparison } from "@searchfit/ir-metrics";
import { formatInterval } from "../text/format-interval.ts";
import { formatNumber } from "../text/format-number.ts";
import { formatPValue } from "../text/format-p-value.ts";
import { formatPercent } from "../text/format-percent.ts";
import { formatSigned } from "../text/format-signed.ts";

/** `95%` for 0.95. */
export function confidenceWords(confidence = 0.95): string {
  return `${formatNumber(confidence * 100, 0)}%`;
}

/** Change, difference, interval and p of one metric, as they follow a statement in brackets. */
export function evidenceWords(metric: MetricComparison, confidence?: number): string {
  return [
    `${formatPercent(metric.changePercent)}; difference ${formatSigned(metric.difference)}`,
    `${confidenceWords(confidence)} interval ${formatInterval(metric.interval)}`,
    pWords(metric.p),
  ].join(", ");
}

/** `p = 0.043` or `p < 0.001`. */
export function pWords(p: number): string {
  const text = formatPValue(p);
  return text.startsWith("<") ? `p ${text}` : `p = ${text}`;
}
