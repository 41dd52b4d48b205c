import type { DocId, QueryId } from "@searchfit/ir-metrics";
import { HardNegativeCollector } from "./hard-negative-collector.ts";
import type { HardNegatives, SelectHardNegativesOptions } from "./hard-negative-options.ts";

/** Says of each document whether it answers the query after all, one answer a document. */
export type NegativeVeto = (
  queryId: QueryId,
  docIds: readonly DocId[],
) => Promise<readonly boolean[]>;

/** What is chosen from, and who has the last word. */
export interface SelectVettedHardNegativesOptions extends SelectHardNegativesOptions {
  /**
   * Says of each document whether it answers the query after all (`true` keeps it out): a
   * cross-encoder's score above a threshold, an LLM, a person. Asked in the order of the draw and
   * only until `count` documents have passed.
   */
  readonly veto: NegativeVeto;
}

/**
 * `selectHardNegatives` with a veto: documents that it keeps out are replaced by the next of
 * the draw, and counted as `vetoed`.
 *
 * @throws {RangeError} When options make no sense, or the veto answers with another count.
 * @example
 * const veto = async (queryId, docIds) =>
 *   (await crossEncoder.score(queryId, docIds)).map((score) => score > 0.5);
 * const { negatives } = await selectVettedHardNegatives({ run, positives, groups, veto });
 */
export async function selectVettedHardNegatives(
  options: SelectVettedHardNegativesOptions,
): Promise<HardNegatives> {
  const collector = new HardNegativeCollector(options);
  for (const query of collector.queries()) {
    const taken: DocId[] = [];
    const vetoed: DocId[] = [];
    let at = 0;
    while (at < query.drawn.length && taken.length < collector.count) {
      const asked = query.drawn.slice(at, at + collector.count - taken.length);
      const answers = await options.veto(query.queryId, asked);
      if (answers.length !== asked.length)
        throw new RangeError(
          `Expected ${asked.length} answers of the veto, got ${answers.length}.`,
        );
      for (const [index, docId] of asked.entries())
        (answers[index] === true ? vetoed : taken).push(docId);
      at += asked.length;
    }
    collector.take(query, taken, vetoed);
  }
  return collector.result();
}
