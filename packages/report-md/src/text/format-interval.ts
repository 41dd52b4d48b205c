import { formatSigned } from "./format-signed.ts";

/**
 * The interval of a difference.
 *
 * @param interval Its two ends.
 * @param digits Decimals.
 * @returns Both ends with their signs in brackets.
 * @example
 * formatInterval([0.0301, 0.0607]); // "[+0.0301, +0.0607]"
 */
export function formatInterval(interval: readonly [low: number, high: number], digits = 4): string {
  return `[${formatSigned(interval[0], digits)}, ${formatSigned(interval[1], digits)}]`;
}
