import type { Row, Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type {
  ActiveModel,
  EmbeddingModel,
  Reembedding,
  ReembeddingState,
  StrategyName,
} from "./reembedding.ts";
import { shareActiveModel } from "./share-active-model.ts";

/** Channel on which a change of the active model is told; the payload is the table, quoted for SQL. */
export const activeModelChannel = "searchfit_active_model";

const activeTable = "searchfit_active_model";
const jobTable = "searchfit_reembedding";
const shardTable = "searchfit_reembedding_shard";
const modelColumns = `"model" text NOT NULL, "fingerprint" text NOT NULL,
  "precision" text NOT NULL, "dimensions" integer NOT NULL`;

/**
 * Creates the small tables that remember models and shards, in the schema of the product table, and
 * lets its readers see the active model. Called inside a transaction.
 */
export async function createJobTables(session: Session, names: ResolvedTableNames): Promise<void> {
  // Two processes that create a table at once would fail on the catalogue's unique index.
  await session.query("SELECT pg_advisory_xact_lock(7322482)");
  await session.query(`CREATE TABLE IF NOT EXISTS ${quoted(names, activeTable)} (
    "table_name" text PRIMARY KEY, ${modelColumns}, "since" timestamptz NOT NULL DEFAULT now(),
    "generation" integer)`);
  await session.query(`CREATE TABLE IF NOT EXISTS ${quoted(names, jobTable)} (
    "table_name" text PRIMARY KEY, ${modelColumns}, "state" text NOT NULL,
    "text_version" text NOT NULL, "previous" jsonb,
    "started_at" timestamptz NOT NULL DEFAULT now(), "switched_at" timestamptz,
    "strategy" text NOT NULL DEFAULT 'columns', "generation" integer)`);
  await session.query(`CREATE TABLE IF NOT EXISTS ${quoted(names, shardTable)} (
    "table_name" text, "shard" integer, "after_id" text, "last_id" text, "worker" integer,
    "heartbeat" timestamptz, "done_at" timestamptz, PRIMARY KEY ("table_name", "shard"))`);
  await addMissing(session, quoted(names, activeTable), ["generation", "integer"]);
  const strategy = ["strategy", "text NOT NULL DEFAULT 'columns'"] as const;
  await addMissing(session, quoted(names, jobTable), strategy);
  await addMissing(session, quoted(names, jobTable), ["generation", "integer"]);
  await shareActiveModel(session, names, quoted(names, activeTable));
}

/** Adds a column that a table of an earlier version lacks; one that has it is not locked. */
async function addMissing(
  session: Session,
  table: string,
  [column, type]: readonly [string, string],
): Promise<void> {
  const there = await session.query(
    `SELECT 1 FROM pg_catalog.pg_attribute
     WHERE attrelid = $1::regclass AND attname = $2 AND NOT attisdropped`,
    [table, column],
  );
  if (there.length > 0) return;
  await session.query("SET LOCAL lock_timeout = 200"); // who reads the table must not wait for long
  await session.query(`ALTER TABLE ${table} ADD COLUMN "${column}" ${type}`);
}

/** The table with the shards of a re-embedding, quoted; undefined where there is none. */
export async function findShardTable(
  session: Session,
  names: ResolvedTableNames,
): Promise<string | undefined> {
  return (await exists(session, names, shardTable)) ? quoted(names, shardTable) : undefined;
}

/** The re-embedding of the table, or undefined where there is none. */
export async function findReembedding(
  session: Session,
  names: ResolvedTableNames,
): Promise<Reembedding | undefined> {
  if (!(await exists(session, names, jobTable))) return undefined;
  const [row] = await session.query(
    `SELECT *, ${isoTime("started_at")} AS "startedAt", ${isoTime("switched_at")} AS "switchedAt"
     FROM ${quoted(names, jobTable)} WHERE "table_name" = $1`,
    [names.table],
  );
  return row && toReembedding(row);
}

function toReembedding(row: Row): Reembedding {
  return {
    state: row.state as ReembeddingState,
    strategy: (row.strategy ?? "columns") as StrategyName, // an earlier version had only this one
    generation: (row.generation ?? null) as number | null,
    model: toModel(row),
    textVersion: row.text_version as string,
    previous: toPrevious(row.previous as ActiveModel | null),
    startedAt: row.startedAt as string,
    switchedAt: row.switchedAt as string | null,
  };
}

/** The model before the switch; an earlier version has written it without its generation. */
function toPrevious(previous: ActiveModel | null): ActiveModel | null {
  return (
    previous && { ...previous, generation: (previous as Partial<ActiveModel>).generation ?? null }
  );
}

/** Waits for others that change the re-embedding, and keeps them out until the transaction's end. */
export async function lockReembeddingRow(session: Session, names: ResolvedTableNames) {
  await session.query(
    `SELECT 1 FROM ${quoted(names, jobTable)} WHERE "table_name" = $1 FOR UPDATE`,
    [names.table],
  );
}

/** Remembers that a re-embedding was begun. */
export async function insertReembedding(
  session: Session,
  names: ResolvedTableNames,
  job: Pick<Reembedding, "model" | "textVersion" | "strategy" | "generation">,
): Promise<void> {
  const { name, fingerprint, precision, dimensions } = job.model;
  const { textVersion, strategy, generation } = job;
  await session.query(
    `INSERT INTO ${quoted(names, jobTable)}
       ("table_name", "model", "fingerprint", "precision", "dimensions", "state", "text_version",
        "strategy", "generation")
     VALUES ($1, $2, $3, $4, $5, 'loading', $6, $7, $8)`,
    [names.table, name, fingerprint, precision, dimensions, textVersion, strategy, generation],
  );
}

/** Remembers a switch, and which model was active before. */
export async function updateReembedding(
  session: Session,
  names: ResolvedTableNames,
  change: { readonly state: ReembeddingState; readonly previous: ActiveModel | null },
): Promise<void> {
  await session.query(
    `UPDATE ${quoted(names, jobTable)} SET "state" = $2, "previous" = $3, "switched_at" = now()
     WHERE "table_name" = $1`,
    [names.table, change.state, change.previous && JSON.stringify(change.previous)],
  );
}

/** Forgets the re-embedding and its shards. */
export async function deleteReembedding(session: Session, names: ResolvedTableNames) {
  const shards = await findShardTable(session, names);
  const tables = [quoted(names, jobTable), ...(shards === undefined ? [] : [shards])];
  for (const table of tables)
    await session.query(`DELETE FROM ${table} WHERE "table_name" = $1`, [names.table]);
}

/** The active model of the table, or undefined where none is recorded. */
export async function findActiveModel(
  session: Session,
  names: ResolvedTableNames,
): Promise<ActiveModel | undefined> {
  if (!(await exists(session, names, activeTable))) return undefined;
  const [row] = await session.query(
    `SELECT *, ${isoTime("since")} AS "sinceTime" FROM ${quoted(names, activeTable)}
     WHERE "table_name" = $1`,
    [names.table],
  );
  if (row === undefined) return undefined;
  const generation = (row.generation ?? null) as number | null;
  return { ...toModel(row), generation, since: row.sinceTime as string };
}

/**
 * A scalar SQL query for the fingerprint of the active model: NULL where none is recorded.
 *
 * @param place The parameter with the table's name, "$3" for example.
 */
export async function activeFingerprintSql(
  session: Session,
  names: ResolvedTableNames,
  place: string,
): Promise<string> {
  if (!(await exists(session, names, activeTable))) return `nullif(${place}::text, ${place}::text)`;
  return `SELECT "fingerprint" FROM ${quoted(names, activeTable)} WHERE "table_name" = ${place}`;
}

/** Records the active model and notifies who follows it; undefined: it is not known. */
export async function setActiveModel(
  session: Session,
  names: ResolvedTableNames,
  model: (EmbeddingModel & Partial<ActiveModel>) | undefined,
): Promise<void> {
  const table = quoted(names, activeTable);
  await session.query(`DELETE FROM ${table} WHERE "table_name" = $1`, [names.table]);
  await session.query("SELECT pg_notify($1, $2)", [activeModelChannel, names.quoted]);
  if (model === undefined) return;
  const { name, fingerprint, precision, dimensions, since, generation } = model;
  await session.query(
    `INSERT INTO ${table}
       ("table_name", "model", "fingerprint", "precision", "dimensions", "since", "generation")
     VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, now()), $7)`,
    [names.table, name, fingerprint, precision, dimensions, since ?? null, generation ?? null],
  );
}

function toModel(row: Row): EmbeddingModel {
  return {
    name: row.model as string,
    fingerprint: row.fingerprint as string,
    precision: row.precision as string,
    dimensions: row.dimensions as number,
  };
}

async function exists(session: Session, names: ResolvedTableNames, table: string) {
  const rows = await session.query(
    `SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2`,
    [names.schema, table],
  );
  return rows.length > 0;
}

function quoted(names: ResolvedTableNames, table: string): string {
  return `${quoteIdentifier(names.schema)}.${quoteIdentifier(table)}`;
}

function isoTime(column: string): string {
  return `to_char("${column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
