import type { Database, Session } from "../database.ts";
import type { CatalogueColumn, TableInspection } from "../inspect-table.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { PgCorpusError } from "../pg-corpus-error.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { checkVectorType } from "../vector-column.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { findObstacles, refuseObstacles } from "./find-obstacles.ts";
import { createJobTables, findReembedding, insertReembedding } from "./job-tables.ts";
import type { EmbeddingModel, Reembedding } from "./reembedding.ts";
import type { SwitchColumn } from "./switch-columns.ts";
import { switchColumns } from "./switch-columns.ts";
import type { SwitchOptions } from "./wait-for-lock.ts";
import { lockEverybodyOut, waitForLock } from "./wait-for-lock.ts";

/** What a re-embedding is begun with. */
export interface PrepareNextOptions extends SwitchOptions {
  /** The new model. */
  readonly model: EmbeddingModel;
  /** Version of the rule by which products become texts. */
  readonly textVersion: string;
}

/**
 * Begins a re-embedding: adds empty columns for the new vectors beside the present ones, with the
 * same type, storage and privileges, and records the new model. Readers notice nothing. Running it
 * again for the same model goes on with what is there.
 *
 * @throws {PgCorpusError} `SWITCH_OBSTACLE` when the columns could not be renamed later (all reasons
 *   are told), `REEMBEDDING_STATE` when another re-embedding is not finished or cleaned up,
 *   `PERMISSION_DENIED` unless the user owns the table, `TIMEOUT`, `TABLE_MISSING`, `COLUMN_MISSING`.
 * @example
 * const model = { name: "tuned", fingerprint: "9f86…", precision: "fp32", dimensions: 384 };
 * (await prepareNextEmbeddings(db, { model, textVersion: "1" })).state; // "loading"
 */
export async function prepareNextEmbeddings(
  db: Database,
  options: PrepareNextOptions,
): Promise<Reembedding> {
  const names = resolveTableNames(options.table);
  await inspectTable(db, names, ["id", "status", "contentEmbedding", "titleEmbedding"]);
  const there = await findReembedding(db, names);
  if (there !== undefined) return checkSame(there, options);
  refuseObstacles(names, (await findObstacles(db, names)).obstacles);
  await db.transaction((session) => createJobTables(session, names));
  return waitForLock(db, names, { ...options, run: (session) => begin(session, names, options) });
}

function checkSame(job: Reembedding, { model, textVersion }: PrepareNextOptions): Reembedding {
  if (job.model.fingerprint === model.fingerprint && job.textVersion === textVersion) return job;
  const unfinished = job.state === "active" ? "has not been cleaned up" : "is not finished";
  throw new PgCorpusError({
    code: "REEMBEDDING_STATE",
    message: `Expected no other re-embedding of this table, got one to ${job.model.name} (${job.model.precision}, ${job.model.fingerprint.slice(0, 12)}) that ${unfinished}.`,
    hint: "Clean it up first; that drops the vectors that readers do not see.",
    details: { state: job.state, model: job.model },
  });
}

async function begin(
  session: Session,
  names: ResolvedTableNames,
  options: PrepareNextOptions,
): Promise<Reembedding> {
  const begun = await findReembedding(session, names); // by another worker, while we waited
  if (begun !== undefined) return checkSame(begun, options);
  const { model, textVersion } = options;
  const { schema } = await requireVectorExtension(session);
  const table = await inspectTable(session, names, ["contentEmbedding", "titleEmbedding"]);
  const { vectors, source } = switchColumns(names);
  refuseTaken(table, names, [...vectors.flatMap(({ next, previous }) => [next, previous]), source]);
  const columns = vectors.map((vector) => {
    const live = columnOf(table, vector.live);
    if (live === undefined) throw new TypeError(`Expected a column "${vector.live}".`);
    checkVectorType(live);
    return { vector, live, type: `${schema}.${typeOf(live, model)}` };
  });
  await lockEverybodyOut(session, names);
  const added = columns.map(({ vector, type }) => `ADD ${quoteIdentifier(vector.next)} ${type}`);
  await session.query(
    `ALTER TABLE ${names.quoted} ${added.join(", ")}, ADD ${quoteIdentifier(source)} uuid`,
  );
  for (const { vector } of columns) await copyProperties(session, names, vector);
  await insertReembedding(session, names, { model, textVersion });
  const job = await findReembedding(session, names);
  if (job === undefined) throw new TypeError("Expected the re-embedding that was just begun.");
  return job;
}

function typeOf(live: CatalogueColumn, { dimensions }: EmbeddingModel): string {
  return live.modifier === null ? live.typeName : `${live.typeName}(${dimensions})`;
}

function refuseTaken(
  table: TableInspection,
  names: ResolvedTableNames,
  wanted: readonly string[],
): void {
  const taken = wanted.filter((name) => table.columns.has(name));
  if (taken.length === 0) return;
  throw new PgCorpusError({
    code: "SWITCH_OBSTACLE",
    message: `Expected ${names.quoted} to have no ${taken.map((name) => `"${name}"`).join(", ")}, got columns of these names that no re-embedding has made.`,
    hint: "Rename or drop them.",
    details: { columns: taken },
  });
}

const propertiesSql = `
  SELECT a.attstorage::text AS "storage", t.typstorage::text AS "default",
    ARRAY(SELECT format('GRANT %s (%s) ON %s TO %s%s', p.privilege_type, $3::text, $4::text,
            CASE WHEN p.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(p.grantee)) END,
            CASE WHEN p.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
          FROM aclexplode(a.attacl) AS p) AS "grants"
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = $1::regclass AND a.attname = $2`;

const storages: Readonly<Record<string, string>> = {
  p: "PLAIN",
  e: "EXTERNAL",
  x: "EXTENDED",
  m: "MAIN",
};

/** Gives the new column the storage and the column privileges of the present one. */
async function copyProperties(
  session: Session,
  names: ResolvedTableNames,
  { live, next }: SwitchColumn,
): Promise<void> {
  const column = quoteIdentifier(next);
  const [row] = await session.query<{ storage: string; default: string; grants: string[] }>(
    propertiesSql,
    [names.quoted, live, column, names.quoted],
  );
  const storage = storages[row?.storage ?? ""];
  if (row !== undefined && storage !== undefined && row.storage !== row.default) {
    await session.query(`ALTER TABLE ${names.quoted} ALTER ${column} SET STORAGE ${storage}`);
  }
  for (const grant of row?.grants ?? []) await session.query(grant);
}
