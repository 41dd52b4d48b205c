import type { Database, ListenOptions } from "./database.ts";
import { hasSqlState } from "./has-sql-state.ts";
import { readActiveModel } from "./switch-over/describe-reembedding.ts";
import { activeModelChannel } from "./switch-over/job-tables.ts";
import type { ActiveModel } from "./switch-over/reembedding.ts";
import type { TableNames } from "./table-names.ts";
import { resolveTableNames } from "./table-names.ts";

/** Which model is followed, and how. */
export interface FollowActiveModelOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Called with the model that is active now, and whenever it changes; undefined: none is recorded. */
  readonly onChange: (model: ActiveModel | undefined) => void;
  /** Looks that often in any case, in milliseconds: notices are lost with a connection. @default 10000 */
  readonly everyMs?: number;
}

/**
 * Follows the active model of a table: at once where its change is notified on
 * `searchfit_active_model`, and by looking every ten seconds. A connection that is lost is opened
 * again, without a word; a query encoder goes on with the model it has. A standby is only looked at.
 *
 * @returns A function that ends it.
 * @throws {PgCorpusError} What the first look at the database says.
 * @example
 * const stop = await followActiveModel(db, { onChange: (model) => load(model?.fingerprint) });
 */
export async function followActiveModel(
  db: Database,
  { table = {}, onChange, everyMs = 10_000 }: FollowActiveModelOptions,
): Promise<() => Promise<void>> {
  const { quoted } = resolveTableNames(table);
  let known: string | null = null; // before the first look; "" stands for no model
  let stopListening: (() => Promise<void>) | undefined;
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    stopListening ??= await listenWhereAllowed(db, { onNotice, onLost });
    const model = await readActiveModel(db, { table });
    if ((model?.fingerprint ?? "") === known) return;
    known = model?.fingerprint ?? "";
    onChange(model);
  };
  const lookAgain = () => {
    looking = looking.then(look).catch(() => undefined); // the next look tries it again
  };
  const onNotice = (payload: string) => {
    if (payload === quoted) lookAgain();
  };
  const onLost = () => {
    stopListening = undefined;
  };
  await look();
  const timer = setInterval(lookAgain, everyMs);
  return async () => {
    clearInterval(timer);
    await looking;
    await stopListening?.();
  };
}

/** A standby refuses to listen: then there are looks alone, until it is a primary. */
async function listenWhereAllowed(
  db: Database,
  { onNotice, onLost }: Required<Omit<ListenOptions, "channel">>,
): Promise<(() => Promise<void>) | undefined> {
  try {
    return await db.listen({ channel: activeModelChannel, onNotice, onLost });
  } catch (error) {
    if (hasSqlState(error, [readOnlyTransaction])) return undefined;
    throw error;
  }
}

const readOnlyTransaction = "25006";
