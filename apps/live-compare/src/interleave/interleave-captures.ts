import {
  interleaveTeamDraft,
  judgeInterleaving,
  simulateClicks,
  type ClickModel,
  type Impression,
  type InterleavingVerdict,
  type Qrels,
} from "@searchfit/ir-metrics";
import type { JudgedQueries } from "../diff/compare-judged.ts";
import { resultKeys } from "../diff/result-keys.ts";
import type { LiveCapture } from "../live-capture.ts";
import { LiveCompareError } from "../live-compare-error.ts";

/** How made-up people look at the lists. */
export interface InterleaveCapturesOptions {
  /** How they click. @default "navigational" */
  readonly model?: ClickModel;
  /** Mixed lists of a query that are shown, an integer ≥ 1. @default 100 */
  readonly lists?: number;
  /** Seed of the mixing and the clicks, an integer. @default 42 */
  readonly seed?: number;
}

/**
 * Mixes the lists of two captures by team draft, query by query, and has made-up people click who
 * judge as the judgments do. Tells how clearly clicks would show the difference, before anything is
 * shown to real people; it is no evidence about them.
 *
 * @param captures Of the first and the second system. The endpoints may differ: two services may be compared.
 * @param judged Judged queries; the queries that both captures have among them are used.
 * @returns What the clicks say; a query is a unit.
 * @throws {LiveCompareError} `NO_COMMON_QUERIES` when no query of both is judged.
 * @throws {RangeError} When an option is out of range.
 * @example
 * interleaveCaptures([before, after], judged).preferred; // "second"
 */
export function interleaveCaptures(
  [first, second]: readonly [first: LiveCapture, second: LiveCapture],
  judged: JudgedQueries,
  options: InterleaveCapturesOptions = {},
): InterleavingVerdict {
  const { model = "navigational", lists = 100, seed = 42 } = options;
  if (!Number.isSafeInteger(lists) || lists < 1)
    throw new RangeError(`Expected lists to be an integer of 1 or more, got ${lists}.`);
  const highestGrade = highestOf(judged.qrels);
  const length = Math.min(first.topK, second.topK);
  const impressions = judgedPairs(first, second, judged).flatMap(
    ({ query, sides, grades }, place) =>
      Array.from({ length: lists }, (_, at): Impression => {
        const own = seed + place * lists + at;
        const docs = interleaveTeamDraft(...sides, { seed: own, length });
        const shown = docs.map(({ docId }) => docId);
        const clicks = simulateClicks(shown, grades, { seed: own + 0x51ed, model, highestGrade });
        return { unit: query, docs, clicks };
      }),
  );
  if (impressions.length === 0) throw noJudgedQueries(first, second, judged);
  return judgeInterleaving(impressions, { seed });
}

/** The best grade given, 1 at least; a spread argument list would be too long for large judgments. */
function highestOf(qrels: Qrels): number {
  let highest = 1;
  for (const grades of qrels.values())
    for (const grade of grades.values()) highest = Math.max(highest, grade);
  return highest;
}

function judgedPairs(first: LiveCapture, second: LiveCapture, { ids, qrels }: JudgedQueries) {
  const others = new Map(second.queries.map((one) => [one.query, one]));
  return first.queries.flatMap((one) => {
    const other = others.get(one.query);
    if (other === undefined) return [];
    const sides = [resultKeys(one), resultKeys(other)] as const;
    const judged = (ids.get(one.query) ?? []).map((id) => qrels.get(id));
    return judged.flatMap((grades) => (grades ? [{ query: one.query, sides, grades }] : []));
  });
}

function noJudgedQueries(
  first: LiveCapture,
  second: LiveCapture,
  { ids }: JudgedQueries,
): LiveCompareError {
  return new LiveCompareError(
    "NO_COMMON_QUERIES",
    `Expected judged queries that both captures have, got none among ${first.queries.length}, ${second.queries.length} and ${ids.size} judged.`,
    { hint: "Capture both with --queries queries.jsonl of the judged folder." },
  );
}
