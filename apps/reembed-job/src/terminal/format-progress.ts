import type { FillProgress } from "../job/reembed-job.ts";
import { formatDuration } from "./format-duration.ts";

/**
 * The line that tells how far re-embedding is.
 *
 * @example
 * formatProgress({ done: 64, total: 1013, perSecond: 14.1 });
 * // "Re-embedded batch 64/1013 (6.3%), 14.1 products/s, 1 min 7 s left"
 */
export function formatProgress({ done, total, perSecond }: FillProgress): string {
  const percent = total === 0 ? 100 : (100 * done) / total;
  const line = `Re-embedded batch ${done}/${total} (${percent.toFixed(1)}%)`;
  if (!(perSecond > 0)) return line;
  const rate = `${perSecond < 100 ? perSecond.toFixed(1) : perSecond.toFixed(0)} products/s`;
  const left = done < total ? `, ${formatDuration((total - done) / perSecond)} left` : "";
  return `${line}, ${rate}${left}`;
}
