import type { CopyValue } from "../binary-copy.ts";
import type { Session } from "../database.ts";
import type { TableInspection } from "../inspect-table.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { rowOf } from "../matrix.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { stagedTable, stageRows } from "../stage-rows.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { checkDimensions } from "../vector-column.ts";
import type { VectorColumn } from "../vector-columns.ts";
import { vectorColumns } from "../vector-columns.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import type { Reembedding } from "./reembedding.ts";
import { withNewVectors } from "./require-reembedding.ts";
import { sourceHash } from "./source-hash.ts";
import { switchColumns } from "./switch-columns.ts";
import type { NextEmbeddings } from "./write-next-embeddings.ts";

/**
 * Writes new vectors to columns of the product table, by one UPDATE. A product is left out when its
 * text has changed since it was read (its vector would be stale from the start) and when another
 * transaction is changing it just now (nobody is made to wait, and no deadlock can come of it).
 */
export async function updateColumns(
  session: Session,
  names: ResolvedTableNames,
  { job, embeddings }: { readonly job: Reembedding; readonly embeddings: NextEmbeddings },
): Promise<number> {
  const next = withNewVectors(names, job);
  const columns = vectorColumns(embeddings, next);
  const table = await inspectTable(session, next, ["id", "contentEmbedding", "titleEmbedding"]);
  for (const { name, matrix } of columns) checkDimensions(table, name, matrix.dimensions);
  if (embeddings.ids.length === 0) return 0;
  await stage(session, embeddings, columns);
  const statements = writeStatements(table, names, columns);
  const free = await session.query<{ id: string }>(statements.lock);
  const written = await session.query(statements.update, [free.map(({ id }) => id)]);
  return written.length;
}

async function stage(
  session: Session,
  { ids, sources }: NextEmbeddings,
  columns: readonly VectorColumn[],
): Promise<void> {
  const { schema } = await requireVectorExtension(session);
  const vectors = columns.map(({ key }) => ({ name: key, type: `${schema}.vector` }));
  const rows = ids.map((id, row): readonly CopyValue[] => [
    id,
    sources[row] ?? null,
    ...columns.map(({ matrix }) => rowOf(matrix, row)),
  ]);
  const texts = ["id", "source"].map((name) => ({ name, type: "text" }));
  await stageRows(session, [...texts, ...vectors], rows);
}

function writeStatements(
  table: TableInspection,
  names: ResolvedTableNames,
  columns: readonly VectorColumn[],
): { readonly lock: string; readonly update: string } {
  const id = `target.${quoteIdentifier(names.columns.id)}`;
  const idType = columnOf(table, names.columns.id)?.castType ?? "text";
  const same = `${id} = staged."id"::${idType}`;
  const lock = `
    SELECT staged."id" FROM ${names.quoted} AS target JOIN ${stagedTable} AS staged ON ${same}
    FOR NO KEY UPDATE OF target SKIP LOCKED`;
  const source = quoteIdentifier(switchColumns(names).source);
  const set = [
    ...columns.map(({ key, name }) => `${quoteIdentifier(name)} = staged."${key}"`),
    `${source} = staged."source"::uuid`,
  ];
  const update = `
    UPDATE ${names.quoted} AS target SET ${set.join(", ")} FROM ${stagedTable} AS staged
    WHERE ${same} AND staged."id" = ANY ($1::text[])
      AND ${sourceHash(table, names)} = staged."source"::uuid
    RETURNING 1`;
  return { lock, update };
}
