const english = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/**
 * A count with thousands apart.
 *
 * @param count Any number.
 * @returns The number in English digits; `n/a` for NaN and infinities.
 * @example
 * formatCount(1013); // "1,013"
 */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? english.format(count) : "n/a";
}
