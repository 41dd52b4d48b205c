import { IrMetricsError } from "../ir-metrics-error.ts";
import type { DocId, Grades } from "../ranking/qrels.ts";

/** A ranking seen through the judgments: everything that measures need, ids gone. */
export interface JudgedRanking {
  /** Grade at each rank, best first; NaN where the document is unjudged. */
  readonly grades: Float64Array;
  /** Grades of the query's relevant documents, highest first. */
  readonly ideal: readonly number[];
  /** Judged documents of grade 0. Negative grades (junk) are not among them, as in trec_eval. */
  readonly nonRelevantCount: number;
}

/** The lowest grade that counts as relevant. */
export const relevantGrade = 1;

/** Judges a ranking. Throws `DUPLICATE_DOCUMENT` when it repeats a document. */
export function judgeRanking(ranking: readonly DocId[], grades: Grades): JudgedRanking {
  const found = new Float64Array(ranking.length);
  const seen = new Set<DocId>();
  for (let index = 0; index < ranking.length; index++) {
    const docId = ranking[index]!;
    seen.add(docId);
    if (seen.size === index) throw duplicate(docId, index + 1);
    found[index] = grades.get(docId) ?? NaN;
  }
  return { grades: found, ...judgmentsOf(grades) };
}

/** What the judgments say about a query, whatever was retrieved. */
export function judgmentsOf(grades: Grades): Pick<JudgedRanking, "ideal" | "nonRelevantCount"> {
  const ideal: number[] = [];
  let nonRelevantCount = 0;
  for (const grade of grades.values()) {
    if (grade >= relevantGrade) ideal.push(grade);
    else if (grade >= 0) nonRelevantCount++;
  }
  return { ideal: ideal.sort((a, b) => b - a), nonRelevantCount };
}

/** How many of the first `cutoff` ranks there are; checks the cutoff. */
export function ranksWithin(ranking: JudgedRanking, cutoff: number | null): number {
  if (cutoff === null) return ranking.grades.length;
  return Math.min(checkedCutoff(cutoff), ranking.grades.length);
}

/** The cutoff, or a RangeError when it is not an integer ≥ 1. */
export function checkedCutoff(cutoff: number): number {
  if (Number.isSafeInteger(cutoff) && cutoff >= 1) return cutoff;
  throw new RangeError(`Expected the cutoff to be an integer of 1 or more, got ${cutoff}.`);
}

/** Relevant documents within the first ranks. */
export function relevantWithin(ranking: JudgedRanking, cutoff: number | null): number {
  const ranks = ranksWithin(ranking, cutoff);
  let count = 0;
  for (let index = 0; index < ranks; index++) {
    if (ranking.grades[index]! >= relevantGrade) count++;
  }
  return count;
}

function duplicate(docId: DocId, rank: number): IrMetricsError {
  return new IrMetricsError(
    "DUPLICATE_DOCUMENT",
    `Expected each document once in a ranking, got "${docId}" again at rank ${rank}.`,
    { hint: "Keep the best-scored entry of each document.", details: { docId, rank } },
  );
}
