import { PgCorpusError } from "../pg-corpus-error.ts";
import type { PrepareNextOptions } from "./prepare-next-embeddings.ts";
import type { Reembedding } from "./reembedding.ts";

/** What a re-embedding is recognised by. */
export type WantedReembedding = Pick<PrepareNextOptions, "model" | "textVersion" | "strategy">;

/**
 * Refuses to go on with a re-embedding to another model, from other texts or by another strategy than
 * is wanted.
 *
 * @param there The one that was begun.
 * @param wanted The one that is to go on.
 * @throws {PgCorpusError} `REEMBEDDING_STATE` when they are not the same.
 * @example
 * const { reembedding } = await describeReembedding(db);
 * if (reembedding) refuseOtherReembedding(reembedding, { model, textVersion: "1" });
 */
export function refuseOtherReembedding(
  there: Reembedding,
  { model, textVersion, strategy = there.strategy }: WantedReembedding,
): void {
  const isSame = there.model.fingerprint === model.fingerprint && there.textVersion === textVersion;
  if (isSame && there.strategy === strategy) return;
  const unfinished = there.state === "active" ? "has not been cleaned up" : "is not finished";
  throw new PgCorpusError({
    code: "REEMBEDDING_STATE",
    message: `Expected no other re-embedding of this table, got one to ${there.model.name} (${there.model.precision}, ${there.model.fingerprint.slice(0, 12)}) by the strategy ${there.strategy} that ${unfinished}.`,
    hint: "Clean it up first; that drops the vectors that readers do not see.",
    details: { state: there.state, strategy: there.strategy, model: there.model },
  });
}
