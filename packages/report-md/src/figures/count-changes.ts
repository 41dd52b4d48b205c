import type { QueryChange } from "../data/query-change.ts";
import { formatNumber } from "../text/format-number.ts";

/** Queries whose value changed about as much. */
export interface ChangeBin {
  /** The changes that it holds, such as `+0.10 to +0.20`. */
  readonly label: string;
  /** Which way. */
  readonly kind: "gain" | "loss" | "unchanged";
  /** How many queries. */
  readonly queries: number;
}

/** Sizes of changes that part the bins; a change belongs to the bin it reaches. */
const edges = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1];

/** Changes up to this are none: differences of sums in another order. */
const slack = 1e-12;

/** How many queries gained and lost how much, the largest gains first; every bin is there. */
export function countChanges(changes: readonly QueryChange[]): readonly ChangeBin[] {
  const gains = changes.map(({ baseline, candidate }) => candidate - baseline);
  const sizes = edges.slice(1).map((to, index) => [edges[index] ?? 0, to] as const);
  const within = (size: number, [from, to]: readonly [number, number]): boolean =>
    size > Math.max(from, slack) && (size <= to || to === 1);
  const bin = (range: readonly [number, number], sign: 1 | -1): ChangeBin => ({
    label: label(range, sign),
    kind: sign === 1 ? "gain" : "loss",
    queries: gains.filter((gain) => within(sign * gain, range)).length,
  });
  const unchanged = gains.filter((gain) => Math.abs(gain) <= slack).length;
  return [
    ...sizes.toReversed().map((range) => bin(range, 1)),
    { label: "unchanged", kind: "unchanged", queries: unchanged },
    ...sizes.map((range) => bin(range, -1)),
  ];
}

function label([from, to]: readonly [number, number], sign: 1 | -1): string {
  const mark = sign === 1 ? "+" : "−";
  const signed = (value: number): string => `${mark}${formatNumber(value, 2)}`;
  return from === 0 ? `up to ${signed(to)}` : `${signed(from)} to ${signed(to)}`;
}
