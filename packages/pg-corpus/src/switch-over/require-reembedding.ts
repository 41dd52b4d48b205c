import type { Session } from "../database.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { findReembedding } from "./job-tables.ts";
import type { Reembedding, ReembeddingState } from "./reembedding.ts";
import { nextName } from "./switch-columns.ts";

const anyState: readonly ReembeddingState[] = ["loading", "active", "rolled-back"];

const hints: Readonly<Record<ReembeddingState | "none", string>> = {
  none: "Begin one first.",
  loading: "The new vectors are not active yet: activate them first.",
  active: "The new vectors are active already.",
  "rolled-back": "The former vectors are active again; the new ones can be activated once more.",
};

/** The re-embedding of the table, which has to be in one of these states. */
export async function requireReembedding(
  session: Session,
  names: ResolvedTableNames,
  states: readonly ReembeddingState[] = anyState,
): Promise<Reembedding> {
  const job = await findReembedding(session, names);
  if (job !== undefined && states.includes(job.state)) return job;
  const state = job?.state ?? "none";
  throw new PgCorpusError({
    code: "REEMBEDDING_STATE",
    message: `Expected a re-embedding of ${names.quoted} that is ${states.join(" or ")}, got ${state === "none" ? "none" : `one that is ${state}`}.`,
    hint: hints[state],
    details: { state },
  });
}

/** Names of the product table under which the vectors of the new model are its vectors. */
export function withNewVectors(names: ResolvedTableNames, job: Reembedding): ResolvedTableNames {
  if (job.state === "active" || job.strategy === "in-place") return names;
  const { contentEmbedding, titleEmbedding } = names.columns;
  const columns = {
    ...names.columns,
    contentEmbedding: nextName(contentEmbedding),
    titleEmbedding: titleEmbedding === null ? null : nextName(titleEmbedding),
  };
  return { ...names, columns };
}
