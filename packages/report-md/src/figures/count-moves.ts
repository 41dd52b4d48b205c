import type { QueryChange } from "../data/query-change.ts";

/** Groups of ranks, best first; `none`: no relevant product was found. */
export const rankBands = ["1", "2", "3", "4–5", "6–10", "11–20", "21–50", "51+", "none"] as const;

/** Last rank of each group but the last. */
const lastRanks = [1, 2, 3, 5, 10, 20, 50, Infinity];

/** Queries whose first relevant product went from one group of ranks to another. */
export interface RankMove {
  /** Ranks before. */
  readonly before: (typeof rankBands)[number];
  /** Ranks after. */
  readonly after: (typeof rankBands)[number];
  /** Which way. */
  readonly kind: "earlier" | "same" | "later";
  /** How many queries. */
  readonly queries: number;
}

/** How many queries went from which ranks to which; every pair of groups, by the ranks before. */
export function countMoves(changes: readonly QueryChange[]): readonly RankMove[] {
  const counts = rankBands.map(() => rankBands.map(() => 0));
  for (const { relevantRank } of changes) {
    const row = counts[bandOf(relevantRank.baseline)];
    const column = bandOf(relevantRank.candidate);
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return rankBands.flatMap((before, row) =>
    rankBands.map((after, column) => ({
      before,
      after,
      kind:
        column < row ? ("earlier" as const) : column > row ? ("later" as const) : ("same" as const),
      queries: counts[row]?.[column] ?? 0,
    })),
  );
}

function bandOf(rank: number | null): number {
  return rank === null ? lastRanks.length : lastRanks.findIndex((last) => rank <= last);
}
