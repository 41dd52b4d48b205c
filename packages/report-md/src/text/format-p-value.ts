import { formatNumber } from "./format-number.ts";

/**
 * A p-value, with a fourth decimal where three would hide on which side of 0.05 it lies.
 *
 * @param p The p-value, 0 to 1.
 * @returns Three decimals; `< 0.001` below that.
 * @example
 * formatPValue(0.0432); // "0.043"
 * formatPValue(0.00002); // "< 0.001"
 */
export function formatPValue(p: number): string {
  if (p < 0.001) return "< 0.001";
  return formatNumber(p, p >= 0.0495 && p < 0.0505 ? 4 : 3);
}
