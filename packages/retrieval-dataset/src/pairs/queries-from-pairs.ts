import { queryId } from "./query-id.ts";
import type { Query } from "./query.ts";
import type { TrainingPair } from "./training-pair.ts";

/**
 * The queries of pairs with their ids ({@link queryId}), in the order of the pairs, each once.
 *
 * @example
 * queriesFromPairs(splits.test); // [{ id: "q-2c67cf77dfa1b349", text: "oak desk" }, …]
 */
export function queriesFromPairs(pairs: readonly TrainingPair[]): readonly Query[] {
  const queries = new Map(pairs.map((pair) => [queryId(pair), pair.query]));
  return [...queries].map(([id, text]) => ({ id, text }));
}
