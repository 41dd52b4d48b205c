import { bootstrapInterval } from "../comparison/bootstrap-interval.ts";
import type { BootstrapIntervalOptions } from "../comparison/bootstrap-interval.ts";
import { pairedRandomizationTest } from "../comparison/paired-randomization-test.ts";
import { signTest } from "../comparison/sign-test.ts";
import { IrMetricsError } from "../ir-metrics-error.ts";
import type { DocId } from "../ranking/qrels.ts";
import type { InterleavedDoc } from "./interleave-team-draft.ts";

/** One interleaved list that somebody saw. */
export interface Impression {
  /** What belongs together: the same query, or the same person. Impressions of one unit are not independent. */
  readonly unit: string;
  /** The list as it was shown. */
  readonly docs: readonly InterleavedDoc[];
  /** Documents clicked; those that are not in the list are left out. */
  readonly clicks: readonly DocId[];
}

/** What the clicks say. */
export interface InterleavingVerdict {
  /** Lists shown. */
  readonly impressions: number;
  /** Of those, lists where the second system got more clicks, as many, fewer. */
  readonly wins: number;
  /** Lists without a click, or with as many for both. */
  readonly ties: number;
  /** Lists where the first system got more. */
  readonly losses: number;
  /** Units (queries or people) they come from. */
  readonly units: number;
  /** Mean over units of (wins − losses) / lists, −1 to 1: above 0 the second system is preferred. */
  readonly preference: number;
  /** Bootstrap interval of the preference, over units. */
  readonly interval: readonly [low: number, high: number];
  /** Two-sided p-value of the randomization test over units. */
  readonly p: number;
  /** The system preferred when p is below 1 − confidence; null when it cannot be told. */
  readonly preferred: "first" | "second" | null;
}

/**
 * Says which of two interleaved systems people prefer, by their clicks: a list is won by the
 * system with more clicked documents. Lists of one unit are averaged first, because they resemble
 * each other.
 *
 * @param impressions Lists with their clicks; at least one.
 * @param options Confidence, seed and resamples of interval and test.
 * @returns Counts, preference of the second system, interval, p-value, verdict.
 * @throws {IrMetricsError} `NO_QUERIES` without impressions.
 * @throws {RangeError} When an option is out of range.
 * @see Chapelle, Joachims, Radlinski & Yue (2012), Large-scale validation and analysis of
 *   interleaved search evaluation, doi:10.1145/2094072.2094078
 * @example
 * const docs = [{ docId: "a", team: "first" }, { docId: "b", team: "second" }] as const;
 * judgeInterleaving([{ unit: "q1", docs, clicks: ["b"] }]).preference; // 1
 */
export function judgeInterleaving(
  impressions: Iterable<Impression>,
  options: Omit<BootstrapIntervalOptions, "clusters"> = {},
): InterleavingVerdict {
  const units = new Map<string, number[]>();
  const all: number[] = [];
  for (const impression of impressions) {
    const outcome = outcomeOf(impression);
    all.push(outcome);
    const ofUnit = units.get(impression.unit);
    if (ofUnit === undefined) units.set(impression.unit, [outcome]);
    else ofUnit.push(outcome);
  }
  if (all.length === 0)
    throw new IrMetricsError("NO_QUERIES", "Expected lists that were shown, got none.");
  const means = Array.from(units.values(), mean);
  const { meanDifference: preference, p } = pairedRandomizationTest(means, options);
  const { wins, ties, losses } = signTest(all);
  return {
    ...{ impressions: all.length, wins, ties, losses, units: means.length, preference },
    interval: bootstrapInterval(means, options),
    p,
    preferred: p < 1 - (options.confidence ?? 0.95) ? (preference > 0 ? "second" : "first") : null,
  };
}

/** 1 when the second system got more clicks, −1 when the first did, else 0. */
function outcomeOf({ docs, clicks }: Impression): number {
  const clicked = new Set(clicks);
  const clicksOf = (team: "first" | "second") =>
    docs.filter((doc) => doc.team === team && clicked.has(doc.docId)).length;
  return Math.sign(clicksOf("second") - clicksOf("first"));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
