/**
 * A number with fixed decimals, as in S0's tables.
 *
 * @param value Any number.
 * @param digits Decimals.
 * @returns The rounded number without a negative zero; `n/a` for NaN and infinities.
 * @example
 * formatNumber(0.26804); // "0.2680"
 */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return "n/a";
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}
