import type { Grades } from "../ranking/qrels.ts";
import { requireDistinct } from "../ranking/require-distinct.ts";
import type { ScoredDoc } from "../ranking/run.ts";
import { judgmentsOf } from "./judged-ranking.ts";
import type { JudgedRanking } from "./judged-ranking.ts";

/** How a ranking is looked at before it is measured. */
export interface JudgingRules {
  /** The lowest grade that counts as relevant. */
  readonly relevanceLevel: number;
  /** Documents of each list to look at; null for all. */
  readonly depth: number | null;
  /** Whether unjudged documents are taken out of the list, the others moving up. */
  readonly condensed: boolean;
}

/** Judges documents that stand in their final order, each of them once. */
export function judgeDocs(
  docs: readonly ScoredDoc[],
  grades: Grades,
  rules: JudgingRules,
): JudgedRanking {
  requireDistinct(docs, (doc) => doc.docId);
  const depth = Math.min(docs.length, rules.depth ?? docs.length);
  const found: { ranks: number[]; grades: number[] } = { ranks: [], grades: [] };
  for (let index = 0; index < depth; index++) {
    const grade = grades.get(docs[index]!.docId);
    if (grade === undefined || (rules.condensed && grade < 0)) continue;
    found.ranks.push(rules.condensed ? found.ranks.length + 1 : index + 1);
    found.grades.push(grade);
  }
  const retrieved = rules.condensed ? found.ranks.length : depth;
  return { ...judgmentsOf(grades, rules.relevanceLevel), retrieved, ...found };
}
