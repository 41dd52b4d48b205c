import { createRandomWords } from "../comparison/random-words.ts";
import type { DocId, Grades } from "../ranking/qrels.ts";

/** How somebody reads a list of results. */
export type ClickModel = "perfect" | "navigational" | "informational";

/** Who looks at the list. */
export interface SimulateClicksOptions {
  /** An integer that decides what is left to chance. */
  readonly seed: number;
  /**
   * `perfect` looks at everything and clicks by relevance alone; `navigational` wants one good
   * document and stops at it; `informational` clicks much and stops late.
   * @default "navigational"
   */
  readonly model?: ClickModel;
  /**
   * The best grade of the scale, ≥ 1.
   * @default the highest grade given, 1 when there is none
   */
  readonly highestGrade?: number;
}

/** Chances of a click, and of stopping after one, from no relevance to the highest in five steps. */
const chances: Readonly<Record<ClickModel, Readonly<Record<"click" | "stop", readonly number[]>>>> =
  {
    perfect: { click: [0, 0.2, 0.4, 0.8, 1], stop: [0, 0, 0, 0, 0] },
    navigational: { click: [0.05, 0.3, 0.5, 0.7, 0.95], stop: [0.2, 0.3, 0.5, 0.7, 0.9] },
    informational: { click: [0.4, 0.6, 0.7, 0.8, 0.9], stop: [0.1, 0.2, 0.3, 0.4, 0.5] },
  };

/**
 * Clicks of a made-up person who reads a list from the top: clicks more often on better documents,
 * and may stop after a click (a cascade). They show what an interleaving would say *if* people judged
 * as the judgments do; they are no evidence about people.
 *
 * @param docIds The list, best first.
 * @param grades Judgments; an unjudged document counts as grade 0, a negative grade too.
 * @param options Seed, model, and the scale.
 * @returns The documents clicked, in the order of the list.
 * @throws {RangeError} When the seed is no integer or the highest grade is not 1 or more.
 * @see Hofmann, Whiteson & de Rijke (2013), Fidelity, soundness, and efficiency of interleaved
 *   comparison methods, doi:10.1145/2536736.2536737 (chances of its five-grade models)
 * @example
 * simulateClicks(["a", "b"], new Map([["b", 1]]), { seed: 1, model: "perfect" }); // ["b"]
 */
export function simulateClicks(
  docIds: readonly DocId[],
  grades: Grades,
  options: SimulateClicksOptions,
): readonly DocId[] {
  const { seed, model = "navigational" } = options;
  const highest = options.highestGrade ?? Math.max(1, ...grades.values());
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`Expected the seed to be an integer, got ${seed}.`);
  if (!(highest >= 1 && highest < Infinity))
    throw new RangeError(`Expected the highest grade to be 1 or more, got ${highest}.`);
  const nextWord = createRandomWords(seed);
  const happens = (chance: number): boolean => nextWord() / 2 ** 32 < chance;
  const clicked: DocId[] = [];
  for (const docId of docIds) {
    const share = Math.min(1, Math.max(0, grades.get(docId) ?? 0) / highest);
    if (!happens(atShare(chances[model].click, share))) continue;
    clicked.push(docId);
    if (happens(atShare(chances[model].stop, share))) break;
  }
  return clicked;
}

/** The value at a share of the way from the first to the last, between its neighbours. */
function atShare(values: readonly number[], share: number): number {
  const place = share * (values.length - 1);
  const below = Math.floor(place);
  const from = values[below] ?? 0;
  return from + (place - below) * ((values[below + 1] ?? from) - from);
}
