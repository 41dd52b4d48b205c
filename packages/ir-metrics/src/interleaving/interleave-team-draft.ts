import { createRandomWords } from "../comparison/random-words.ts";
import { checkedCutoff } from "../measures/judged-ranking.ts";
import type { DocId } from "../ranking/qrels.ts";
import { requireDistinct } from "../ranking/require-distinct.ts";

/** Which of two systems put a document into an interleaved list. */
export type Team = "first" | "second";

/** One place of an interleaved list. */
export interface InterleavedDoc {
  /** The document. */
  readonly docId: DocId;
  /** Whose it is: a click on it counts for this system. Null when only one list had documents left. */
  readonly team: Team | null;
}

/** How to interleave. */
export interface InterleaveOptions {
  /** An integer that decides the coin flips; another one for every list that is shown. */
  readonly seed: number;
  /**
   * Documents wanted, an integer ≥ 1.
   * @default 10
   */
  readonly length?: number;
}

/**
 * Mixes the lists of two systems into one, as two captains pick their teams: in every round both
 * put in their best document that is not there yet, and a coin decides who comes first. Shown to
 * people instead of either list, it tells by their clicks which system they prefer, with far fewer
 * searches than showing either to half of them.
 *
 * @param first Documents of one system, best first, each once.
 * @param second Documents of the other.
 * @param options Seed and length.
 * @returns The mixed list, as long as wanted or as there are documents.
 * @throws {IrMetricsError} `DUPLICATE_DOCUMENT` when a list names a document twice.
 * @throws {RangeError} When the length is not an integer of 1 or more, or the seed no integer.
 * @see Radlinski, Kurup & Joachims (2008), How does clickthrough data reflect retrieval quality?
 * @example
 * interleaveTeamDraft(["a", "b"], ["c", "a"], { seed: 1, length: 3 });
 * // [{ docId: "c", team: "second" }, { docId: "a", team: "first" }, { docId: "b", team: "first" }]
 */
export function interleaveTeamDraft(
  first: readonly DocId[],
  second: readonly DocId[],
  options: InterleaveOptions,
): readonly InterleavedDoc[] {
  const length = checkedCutoff(options.length ?? 10);
  if (!Number.isSafeInteger(options.seed))
    throw new RangeError(`Expected the seed to be an integer, got ${options.seed}.`);
  for (const docs of [first, second]) requireDistinct(docs, (docId) => docId);
  const nextWord = createRandomWords(options.seed);
  const mixed = new Map<DocId, Team | null>();
  while (mixed.size < length) {
    const round = [
      { docs: first, team: "first" },
      { docs: second, team: "second" },
    ] as const;
    if (!playRound(nextWord() % 2 === 0 ? round : [round[1], round[0]], { mixed, length })) break;
  }
  return Array.from(mixed, ([docId, team]) => ({ docId, team }));
}

interface Side {
  readonly docs: readonly DocId[];
  readonly team: Team;
}

interface Draft {
  readonly mixed: Map<DocId, Team | null>;
  readonly length: number;
}

/** Both sides pick, while there is room; false when neither has a document left. */
function playRound(sides: readonly Side[], { mixed, length }: Draft): boolean {
  const picked: DocId[] = [];
  let alone = false;
  for (const { docs, team } of sides) {
    if (mixed.size === length) break;
    const docId = docs.find((each) => !mixed.has(each));
    if (docId === undefined) {
      alone = true;
      continue;
    }
    mixed.set(docId, team);
    picked.push(docId);
  }
  if (alone) for (const docId of picked) mixed.set(docId, null); // the other could not answer it
  return picked.length > 0;
}
