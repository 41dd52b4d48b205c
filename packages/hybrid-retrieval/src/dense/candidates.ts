import type { BlockResult } from "./block-search.ts";

/** Rows from `start` to before `end`. */
export interface RowRange {
  /** First row. */
  readonly start: number;
  /** Row after the last. */
  readonly end: number;
}

/** Documents that may be among the best of one query. */
export interface Candidates {
  /** Takes what a block found for this query, given as the query's place in the result. */
  offer(found: BlockResult, place: number, block: RowRange): void;
  /** Rows that may be among the best: none of the others can be. */
  rows(): number[];
}

/**
 * Gathers the candidates of one query. A single-precision score may be off by `slack`, so a
 * document stays as long as its score is within twice that of the best `topK`-th one. A block
 * that may hold more such documents than it returned becomes a candidate as a whole.
 */
export function gatherCandidates(topK: number, slack: number): Candidates {
  let kept: { readonly row: number; readonly score: number }[] = [];
  let open: (RowRange & { readonly lastScore: number })[] = [];
  let threshold = -Infinity;

  const settle = (): void => {
    if (kept.length < topK) return;
    kept.sort((a, b) => b.score - a.score);
    threshold = (kept[topK - 1]?.score ?? -Infinity) - 2 * slack;
    kept = kept.filter(({ score }) => score >= threshold);
    open = open.filter(({ lastScore }) => lastScore >= threshold);
  };

  return {
    offer({ values, rows, count }, place, block) {
      const first = place * count;
      const before = kept.length;
      // The block's own best already rule out what lies far enough below them.
      if (count >= topK) threshold = Math.max(threshold, values[first + topK - 1]! - 2 * slack);
      for (let index = first; index < first + count; index++) {
        const score = values[index]!;
        if (score < threshold) break;
        kept.push({ row: block.start + rows[index]!, score });
      }
      const returnedAll = count === block.end - block.start;
      const lastScore = values[first + count - 1]!;
      if (!returnedAll && lastScore >= threshold) open.push({ ...block, lastScore });
      if (kept.length > before) settle();
    },
    rows() {
      settle();
      const inWhole = (row: number): boolean =>
        open.some(({ start, end }) => row >= start && row < end);
      const rows = kept.map(({ row }) => row).filter((row) => !inWhole(row));
      for (const { start, end } of open) for (let row = start; row < end; row++) rows.push(row);
      return rows;
    },
  };
}
