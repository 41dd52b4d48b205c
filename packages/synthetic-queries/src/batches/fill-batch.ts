import type { Question } from "./open-questions.ts";
import type { QueryBatches } from "./query-batches.ts";

/** Questions that go into one batch. */
export interface PlannedBatch {
  /** The questions. */
  readonly questions: readonly Question[];
  /** Gives back what was set aside for them. */
  readonly release: () => void;
}

/** Custom ids start with a marker of this many characters and a dash. */
const MARKER_LENGTH = 17;
/** What the API wraps around the list. */
const FRAME_BYTES = 1000;

/**
 * The first questions that fit into one batch and into the budget.
 *
 * @returns `undefined` when the budget does not reach for one.
 */
export function fillBatch(
  questions: readonly Question[],
  { maxRequests, maxBytes, sizeOf }: Pick<QueryBatches, "maxRequests" | "maxBytes" | "sizeOf">,
  reserve: (question: Question) => (() => void) | undefined,
): PlannedBatch | undefined {
  const chosen: Question[] = [];
  const releases: (() => void)[] = [];
  let bytes = FRAME_BYTES;
  for (const question of questions) {
    const customId = `${"-".repeat(MARKER_LENGTH)}${question.key}`;
    bytes += sizeOf({ customId, request: question.request });
    if (chosen.length > 0 && (chosen.length >= maxRequests || bytes > maxBytes)) break;
    const release = reserve(question);
    if (release === undefined) break;
    chosen.push(question);
    releases.push(release);
  }
  if (chosen.length === 0) return undefined;
  return {
    questions: chosen,
    release: () => {
      for (const release of releases) release();
    },
  };
}
