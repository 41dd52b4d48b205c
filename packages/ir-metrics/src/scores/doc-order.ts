import { compareDocIds } from "../ranking/compare-doc-ids.ts";
import type { DocId } from "../ranking/qrels.ts";
import { requireDistinct } from "../ranking/require-distinct.ts";

/** The documents of a corpus: their columns, and how ties between them are decided. */
export interface DocOrder {
  /** Documents in the corpus. */
  readonly count: number;
  /** Column of a document; undefined when it is not in the corpus. */
  columnOf(docId: DocId): number | undefined;
  /** Place of a column's id among all ids by UTF-8 bytes; with equal scores the higher one stands first. */
  places(): Int32Array;
}

/** Throws `DUPLICATE_DOCUMENT` when an id comes twice. Ids are put in order at the first tie. */
export function createDocOrder(docIds: readonly DocId[]): DocOrder {
  const columns = new Map<DocId, number>();
  for (let column = 0; column < docIds.length; column++) columns.set(docIds[column]!, column);
  if (columns.size < docIds.length) requireDistinct(docIds, (docId) => docId);
  let places: Int32Array | undefined;
  return {
    count: docIds.length,
    columnOf: (docId) => columns.get(docId),
    places: () => (places ??= placesOf(docIds)),
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
