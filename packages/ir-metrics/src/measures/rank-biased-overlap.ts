import type { DocId } from "../ranking/qrels.ts";
import { requireDistinct } from "../ranking/require-distinct.ts";
import { checkedPersistence, defaultPersistence } from "./rank-biased-precision.ts";

/** How far down the lists matter. */
export interface RankBiasedOverlapOptions {
  /**
   * Chance that the reader goes on from one rank to the next, between 0 and 1. With 0.9 the first
   * 10 ranks hold 86 % of the weight, with 0.98 the first 50.
   * @default 0.9
   */
  readonly persistence?: number;
}

/** How alike two rankings are. */
export interface RankBiasedOverlap {
  /** RBO_EXT, the value to report: the agreement seen last is taken to go on. In [0, 1]. */
  readonly extrapolated: number;
  /** RBO_MIN: nothing else agrees, whatever follows. */
  readonly lowest: number;
  /** RBO_RES: how much higher than `lowest` it could be, if all that follows agrees. */
  readonly residual: number;
}

/**
 * Rank-biased overlap of two ranked lists: how alike they are, the top counting most. They need
 * not hold the same documents, nor the same number of them; no judgments are wanted.
 *
 * (1 − p) Σ_d p^(d − 1) · A_d, with A_d the share of documents that the first d ranks of both
 * lists have in common. Lists end, the sum does not: `extrapolated` is equation 32 of the paper,
 * `lowest` equation 11 and its counterpart for uneven lists, `residual` equation 30. Two empty
 * lists are 1, an empty one beside another is 0.
 *
 * @param first Document ids, best first, without repeats.
 * @param second Document ids, best first, without repeats.
 * @param options Persistence.
 * @returns The overlap and its bounds; the same when the lists change places.
 * @throws {RangeError} When the persistence is not between 0 and 1.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when a list repeats an id.
 * @see Webber, Moffat & Zobel (2010), doi:10.1145/1852102.1852106
 * @example
 * rankBiasedOverlap(["a", "b", "c"], ["b", "a", "d"], { persistence: 0.5 }).extrapolated;
 * // 0.4166…: 0.25 · 1 + 0.125 · 2/3 + 0.125 · 2/3
 */
export function rankBiasedOverlap(
  first: readonly DocId[],
  second: readonly DocId[],
  options: RankBiasedOverlapOptions = {},
): RankBiasedOverlap {
  const persistence = checkedPersistence(options.persistence ?? defaultPersistence);
  for (const list of [first, second]) requireDistinct(list, (docId) => docId);
  if (first.length === 0 && second.length === 0) return { extrapolated: 1, lowest: 0, residual: 1 };
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  const common = commonByDepth(short, long);
  const lowest = lowestOverlap(common, persistence);
  return {
    extrapolated: extrapolatedOverlap(common, { short: short.length, persistence }),
    lowest,
    residual: residualOverlap(common, { short: short.length, persistence }),
  };
}

/** X_d: documents that both lists have within the first d ranks, for d from 1 to the longer's end. */
function commonByDepth(short: readonly DocId[], long: readonly DocId[]): number[] {
  const open = new Set<DocId>();
  let common = 0;
  return long.map((docId, index) => {
    const other = short[index];
    for (const seen of other === docId ? [docId, docId] : [docId, other]) {
      if (seen === undefined) continue;
      if (open.delete(seen)) common++;
      else open.add(seen);
    }
    return common;
  });
}

/** Equation 11, its last term as −ln(1 − p) = Σ p^d / d. */
function lowestOverlap(common: readonly number[], persistence: number): number {
  const last = common.at(-1) ?? 0;
  let sum = 0;
  for (const [index, overlap] of common.entries()) {
    sum += ((overlap - last) * persistence ** (index + 1)) / (index + 1);
  }
  return ((1 - persistence) / persistence) * (sum - last * Math.log1p(-persistence));
}

interface Lengths {
  readonly short: number;
  readonly persistence: number;
}

/** Equation 32: the shorter list is taken to agree, past its end, as it did at its end. */
function extrapolatedOverlap(common: readonly number[], { short, persistence }: Lengths): number {
  const atShort = common[short - 1] ?? 0;
  const shareAtShort = short === 0 ? 0 : atShort / short;
  let sum = 0;
  for (const [index, overlap] of common.entries()) {
    const depth = index + 1;
    const expected = depth > short ? shareAtShort * (depth - short) : 0;
    sum += ((overlap + expected) / depth) * persistence ** depth;
  }
  const long = common.length;
  const share = ((common.at(-1) ?? 0) - atShort) / long + shareAtShort;
  return ((1 - persistence) / persistence) * sum + share * persistence ** long;
}

/** Equation 30: what the unseen ends could add, f being the depth where all would agree. */
function residualOverlap(common: readonly number[], { short, persistence }: Lengths): number {
  const long = common.length;
  const overlap = common.at(-1) ?? 0;
  const full = short + long - overlap;
  let inner = -overlap * Math.log1p(-persistence);
  for (let depth = 1; depth <= full; depth++) {
    const weight = persistence ** depth / depth;
    const beyond = (depth > short ? short : 0) + (depth > long ? long : 0);
    inner += weight * (beyond - overlap);
  }
  const outer = persistence ** short + persistence ** long - persistence ** full;
  return Math.max(0, outer - ((1 - persistence) / persistence) * inner);
}
