import { IrMetricsError } from "../ir-metrics-error.ts";
import type { DocId } from "./qrels.ts";

/** Throws `DUPLICATE_DOCUMENT` when two items have the same document id. */
export function requireDistinct<Item>(items: readonly Item[], idOf: (item: Item) => DocId): void {
  const seen = new Set<DocId>();
  for (let index = 0; index < items.length; index++) {
    const docId = idOf(items[index]!);
    seen.add(docId);
    if (seen.size === index) throw duplicate(docId, index + 1);
  }
}

function duplicate(docId: DocId, rank: number): IrMetricsError {
  return new IrMetricsError(
    "DUPLICATE_DOCUMENT",
    `Expected each document once in a ranking, got "${docId}" again at rank ${rank}.`,
    { hint: "Keep the best-scored entry of each document.", details: { docId, rank } },
  );
}
