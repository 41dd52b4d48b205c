import { formatSigned } from "./format-signed.ts";

/**
 * A change in percent.
 *
 * @param percent The change; null when there is nothing to compare with, as for a baseline of 0.
 * @returns The change with sign and one decimal, or `n/a`.
 * @example
 * formatPercent(16.95); // "+17.0%"
 */
export function formatPercent(percent: number | null): string {
  if (percent === null || !Number.isFinite(percent)) return "n/a";
  return `${formatSigned(percent, 1)}%`;
}
