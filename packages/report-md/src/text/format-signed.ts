import { formatNumber } from "./format-number.ts";

/**
 * A difference: a number that always shows its direction.
 *
 * @param value Any number.
 * @param digits Decimals.
 * @returns The number with `+` or `-`; without a sign when it rounds to 0.
 * @example
 * formatSigned(0.0454); // "+0.0454"
 */
export function formatSigned(value: number, digits = 4): string {
  const text = formatNumber(value, digits);
  return value > 0 && Number(text) > 0 ? `+${text}` : text;
}
