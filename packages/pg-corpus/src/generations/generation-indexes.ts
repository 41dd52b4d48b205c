import type { Database, Session } from "../database.ts";
import { columnOf, inspectTable } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { columnIndexes } from "../switch-over/column-indexes.ts";
import { findActiveModel, findReembedding } from "../switch-over/job-tables.ts";
import type { NextIndex } from "../switch-over/next-indexes.ts";
import { withSuffix } from "../switch-over/switch-columns.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { generationTables } from "./generation-names.ts";

/** Values of a vector that pgvector can index, by type. */
const widest: Readonly<Record<string, number>> = { vector: 2000, halfvec: 4000 };

/**
 * The approximate indexes of a generation: like those on the present vectors, without conditions (the
 * narrow table has no columns for them); where there is none, HNSW for cosines.
 */
export async function generationIndexes(
  db: Database,
  names: ResolvedTableNames,
  generation: number,
): Promise<readonly NextIndex[]> {
  const active = (await findActiveModel(db, names))?.generation ?? null;
  const present = active === null ? [] : generationTables(names, active);
  const indexes: NextIndex[] = [];
  for (const { key, live, name, quoted } of generationTables(names, generation)) {
    const table = present.find((one) => one.key === key)?.name ?? names.table;
    const like = await approximateIndexes(db, { ...names, table }, live);
    const wanted = like.length > 0 ? like : await cosineIndex(db, names, live);
    const built = await columnIndexes(db, { ...names, table: name }, [live]);
    for (const [place, definition] of wanted.entries()) {
      const next = withSuffix(name, place === 0 ? "_index" : `_index_${place + 1}`);
      const found = built.find((index) => index.name === next);
      const state = found === undefined ? "missing" : found.valid ? "valid" : "invalid";
      indexes.push({ name: live, next, table: quoted, state, definition });
    }
  }
  return indexes;
}

/** Definitions of the HNSW and IVFFlat indexes on a column, without their conditions. */
async function approximateIndexes(
  session: Session,
  names: ResolvedTableNames,
  column: string,
): Promise<readonly string[]> {
  const indexes = await columnIndexes(session, names, [column]);
  const definitions = indexes
    .filter(({ valid, definition }) => valid && /^USING (hnsw|ivfflat) /u.test(definition))
    .map(({ definition, condition }) =>
      condition === null ? definition : definition.slice(0, -` WHERE ${condition}`.length),
    );
  return [...new Set(definitions)];
}

/** The index of a column that has none so far; none either where the vectors are too wide for it. */
async function cosineIndex(
  session: Session,
  names: ResolvedTableNames,
  live: string,
): Promise<readonly string[]> {
  const job = await findReembedding(session, names);
  const table = await inspectTable(session, names, ["contentEmbedding", "titleEmbedding"]);
  const type = columnOf(table, live)?.typeName ?? "vector";
  if ((job?.model.dimensions ?? 0) > (widest[type] ?? 0)) return [];
  const { schema } = await requireVectorExtension(session);
  return [`USING hnsw (${quoteIdentifier(live)} ${schema}.${type}_cosine_ops)`];
}
