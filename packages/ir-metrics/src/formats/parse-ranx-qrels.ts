import type { Qrels } from "../ranking/qrels.ts";
import { createLineProblems } from "./line-problems.ts";
import { createRanxQrelsReader } from "./ranx-qrels-reader.ts";
import { readWhole } from "./text-reader.ts";

/**
 * Relevance judgments from JSON as ranx and pytrec_eval have them: `{"query": {"document": grade}}`.
 * Ids keep their order, also those that look like numbers.
 *
 * @param text The file's content; {@link readQrels} takes it in parts.
 * @returns Judgments in the order of the file.
 * @throws {IrMetricsError} `INVALID_QRELS` with every problem of the text: a grade that is no
 *   integer, a query or document that comes twice, and where it stops being such JSON.
 * @example
 * parseRanxQrels('{"q1": {"d1": 2}}'); // Map { "q1" → Map { "d1" → 2 } }
 */
export function parseRanxQrels(text: string): Qrels {
  return readWhole(text, createRanxQrelsReader(createLineProblems()));
}
