import { compareDocIds } from "../ranking/compare-doc-ids.ts";
import type { DocId } from "../ranking/qrels.ts";
import { requireDistinct } from "../ranking/require-distinct.ts";

/** The documents of a corpus: their columns, and how ties between them are decided. */
export interface DocOrder {
  /** Documents in the corpus. */
  readonly count: number;
  /** Column of a document; undefined when it is not in the corpus. */
  columnOf(docId: DocId): number | undefined;
  /** Whether a column's document stands before another one's of the same score: the higher id by UTF-8 bytes does. */
  standsBefore(column: number, other: number): boolean;
}

/** Throws `DUPLICATE_DOCUMENT` when an id comes twice. Ids are put in order once there are many ties. */
export function createDocOrder(docIds: readonly DocId[]): DocOrder {
  const columns = new Map<DocId, number>();
  for (let column = 0; column < docIds.length; column++) columns.set(docIds[column]!, column);
  if (columns.size < docIds.length) requireDistinct(docIds, (docId) => docId);
  let ties = 0;
  let places: Int32Array | undefined;
  return {
    count: docIds.length,
    columnOf: (docId) => columns.get(docId),
    standsBefore(column, other) {
      ties += 1;
      if (ties <= docIds.length) return compareDocIds(docIds[column]!, docIds[other]!) > 0;
      places ??= placesOf(docIds);
      return places[column]! > places[other]!;
    },
  };
}

function placesOf(docIds: readonly DocId[]): Int32Array {
  const sorted = Int32Array.from(docIds.keys()).sort((a, b) =>
    compareDocIds(docIds[a]!, docIds[b]!),
  );
  const places = new Int32Array(docIds.length);
  for (const [place, column] of sorted.entries()) places[column] = place;
  return places;
}
