import type { DocId, Grades } from "../ranking/qrels.ts";
import { requireDistinct } from "../ranking/require-distinct.ts";

/** What the judgments say about a query, whatever was retrieved. */
export interface Judgments {
  /** Grades above 0 of the query's documents, highest first. */
  readonly ideal: readonly number[];
  /** Documents whose grade is at least the relevance level. */
  readonly relevantCount: number;
  /** Judged documents below that level. Negative grades (junk) are not among them, as in trec_eval. */
  readonly nonRelevantCount: number;
  /** The lowest grade that counts as relevant. */
  readonly relevanceLevel: number;
}

/** A ranking seen through the judgments: everything that measures need, ids gone. */
export interface JudgedRanking extends Judgments {
  /** Documents in the list. */
  readonly retrieved: number;
  /** Ranks of the judged documents in the list, from 1, ascending. */
  readonly ranks: readonly number[];
  /** Their grades. */
  readonly grades: readonly number[];
}

/** The lowest grade that counts as relevant, unless another one is asked for. */
export const relevantGrade = 1;

/** Judges a ranking. Throws `DUPLICATE_DOCUMENT` when it repeats a document. */
export function judgeRanking(ranking: readonly DocId[], grades: Grades): JudgedRanking {
  requireDistinct(ranking, (docId) => docId);
  const found: { ranks: number[]; grades: number[] } = { ranks: [], grades: [] };
  for (let index = 0; index < ranking.length; index++) {
    const grade = grades.get(ranking[index]!);
    if (grade === undefined) continue;
    found.ranks.push(index + 1);
    found.grades.push(grade);
  }
  return { ...judgmentsOf(grades, relevantGrade), retrieved: ranking.length, ...found };
}

/** What the judgments say about a query with this level of relevance. */
export function judgmentsOf(grades: Grades, relevanceLevel: number): Judgments {
  const ideal: number[] = [];
  let relevantCount = 0;
  let nonRelevantCount = 0;
  for (const grade of grades.values()) {
    if (grade > 0) ideal.push(grade);
    if (grade >= relevanceLevel) relevantCount++;
    else if (grade >= 0) nonRelevantCount++;
  }
  ideal.sort((a, b) => b - a);
  return { ideal, relevantCount, nonRelevantCount, relevanceLevel };
}

/** The last rank to look at; checks the cutoff. */
export function lastRank(ranking: JudgedRanking, cutoff: number | null): number {
  if (cutoff === null) return ranking.retrieved;
  return Math.min(checkedCutoff(cutoff), ranking.retrieved);
}

/** The cutoff, or a RangeError when it is not an integer ≥ 1. */
export function checkedCutoff(cutoff: number): number {
  if (Number.isSafeInteger(cutoff) && cutoff >= 1) return cutoff;
  throw new RangeError(`Expected the cutoff to be an integer of 1 or more, got ${cutoff}.`);
}

/** Relevant documents within the first ranks. */
export function relevantWithin(ranking: JudgedRanking, cutoff: number | null): number {
  const { ranks, grades, relevanceLevel } = ranking;
  const last = lastRank(ranking, cutoff);
  let count = 0;
  for (let index = 0; index < ranks.length && ranks[index]! <= last; index++) {
    if (grades[index]! >= relevanceLevel) count++;
  }
  return count;
}
