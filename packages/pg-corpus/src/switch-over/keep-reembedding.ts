import type { Database, Session } from "../database.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { Reembedding } from "./reembedding.ts";
import { requireReembedding } from "./require-reembedding.ts";
import { strategyOf } from "./strategy-of.ts";
import type { SwitchColumn } from "./switch-columns.ts";
import { keepReading } from "./writing-model.ts";

/** A re-embedding whose state and names stay as they are while its vectors are read. */
export interface KeptReembedding {
  /** Inside the transaction; another one than was given where that was a database. */
  readonly session: Session;
  /** What products are selected from together with their new vectors, quoted. */
  readonly source: string;
  /** Under which of its names a kind of vectors is the new model's. */
  readonly column: (vector: SwitchColumn) => string;
}

/**
 * Reads the vectors of a re-embedding in one transaction: a switch waits for its end, because it would
 * lead what is read under a name to the vectors of the other model, or to none. A session that is no
 * database is taken to be inside a transaction.
 */
export async function keepReembedding<T>(
  session: Session | Database,
  names: ResolvedTableNames,
  read: (kept: KeptReembedding) => Promise<T>,
): Promise<T> {
  if (!("transaction" in session)) return read(await keep(session, names));
  return session.transaction(async (own) => read(await keep(own, names)), { readOnly: true });
}

async function keep(session: Session, names: ResolvedTableNames): Promise<KeptReembedding> {
  const job = await keepState(session, names);
  const { reading, newColumn } = strategyOf(job);
  return { session, source: reading(names).quoted, column: newColumn(job) };
}

/** Which relation is kept depends on the state, which is certain only after that. */
async function keepState(session: Session, names: ResolvedTableNames): Promise<Reembedding> {
  let begun = await requireReembedding(session, names);
  for (;;) {
    await keepReading(session, strategyOf(begun).reading(names));
    const job = await requireReembedding(session, names);
    if (job.strategy === begun.strategy) return job;
    begun = job;
  }
}
