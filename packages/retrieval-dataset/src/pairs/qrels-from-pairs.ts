import type { DocId, Qrels, QueryId } from "@searchfit/ir-metrics";
import { queryId } from "./query-id.ts";
import type { TrainingPair } from "./training-pair.ts";

/** How pairs become judgments. */
export interface QrelsFromPairsOptions {
  /**
   * Product → family of near-duplicates. A search that brings another size or listing of the
   * right product is not wrong.
   * @default none: only the pair's own product is relevant
   */
  readonly families?: ReadonlyMap<DocId, string>;
  /**
   * Grade of the product the query was written for.
   * @default 2 with families or pairs that name products as relevant too, else 1
   */
  readonly grade?: number;
  /** Grade of the other members of its family, and of what a pair names as relevant too. @default 1 */
  readonly familyGrade?: number;
}

/**
 * Relevance judgments from pairs, by {@link queryId}: the pair's product is relevant, the others
 * of its family less, and so are the products that it names in `also_relevant`. Where the same text
 * was written for several products of these pairs, all of them are relevant to each of those queries.
 *
 * @throws {RangeError} When a grade is not an integer of at least 1.
 * @example
 * qrelsFromPairs([pair]).get(queryId(pair)); // Map { "7" → 1 }
 */
export function qrelsFromPairs(
  pairs: readonly TrainingPair[],
  options: QrelsFromPairsOptions = {},
): Qrels {
  const { families, familyGrade = 1 } = options;
  const graded = families !== undefined || pairs.some(({ also_relevant: also }) => also?.length);
  const grade = options.grade ?? (graded ? 2 : 1);
  for (const each of [grade, familyGrade])
    if (!Number.isInteger(each) || each < 1)
      throw new RangeError(`Expected grades to be integers of at least 1, got ${each}.`);
  const members = membersOf(families ?? new Map());
  const qrels = new Map<QueryId, Map<DocId, number>>();
  for (const sharing of Map.groupBy(pairs, (pair) => pair.query.trim().toLowerCase()).values()) {
    const grades = new Map<DocId, number>();
    for (const { product_id, also_relevant: also = [] } of sharing)
      for (const id of [...also, ...(members.get(families?.get(product_id) ?? "") ?? [])])
        grades.set(id, familyGrade);
    for (const { product_id } of sharing) grades.set(product_id, grade);
    for (const pair of sharing) qrels.set(queryId(pair), grades);
  }
  return qrels;
}

function membersOf(families: ReadonlyMap<DocId, string>): ReadonlyMap<string, readonly DocId[]> {
  const entries = Map.groupBy(families, ([, family]) => family);
  return new Map([...entries].map(([family, members]) => [family, members.map(([id]) => id)]));
}
