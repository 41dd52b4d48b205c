import { rankBiasedOverlap } from "@searchfit/ir-metrics";
import type { CapturedResult } from "../live-capture.ts";
import type { QueryComparison, RankMove } from "./capture-comparison.ts";

/** The results of one query at two times. */
export interface ResultPair {
  /** The query. */
  readonly query: string;
  /** Results of the earlier capture, best first. */
  readonly before: readonly CapturedResult[];
  /** Results of the later capture, best first. */
  readonly after: readonly CapturedResult[];
}

/** Overlap and moves of one query's results; products are told apart by id, without ids by title. */
export function compareResults({ query, before, after }: ResultPair): QueryComparison {
  const byId = [...before, ...after].every(({ id }) => id !== null);
  const keyOf = ({ id, title }: CapturedResult) => (byId ? (id ?? "") : title);
  const [was, is] = [places(before, keyOf), places(after, keyOf)];
  const left = [...was.keys()].filter((key) => !is.has(key));
  const moves = [...is.keys(), ...left].flatMap((key): readonly RankMove[] => {
    const result = is.get(key) ?? was.get(key);
    if (result === undefined) return [];
    const { id, title } = result;
    return [{ id, title, before: was.get(key)?.rank ?? null, after: is.get(key)?.rank ?? null }];
  });
  const inBoth = was.size - left.length;
  const [firstBefore, firstAfter] = [before[0], after[0]];
  return {
    query,
    rbo: rankBiasedOverlap([...was.keys()], [...is.keys()]).extrapolated,
    jaccard: moves.length === 0 ? 1 : inBoth / moves.length,
    sameFirst:
      firstBefore === undefined || firstAfter === undefined
        ? firstBefore === firstAfter
        : keyOf(firstBefore) === keyOf(firstAfter),
    unchanged: moves.every((move) => move.before === move.after),
    moves,
  };
}

/** The first place of each product. */
function places(
  results: readonly CapturedResult[],
  keyOf: (result: CapturedResult) => string,
): ReadonlyMap<string, CapturedResult> {
  const first = new Map<string, CapturedResult>();
  for (const result of results) {
    const key = keyOf(result);
    if (!first.has(key)) first.set(key, result);
  }
  return first;
}
