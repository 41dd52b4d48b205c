import type { Session } from "../database.ts";
import { columnOf, inspectTable, type TableInspection } from "../inspect-table.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { stagedTable } from "../stage-rows.ts";
import { findActiveModel } from "../switch-over/job-tables.ts";
import { keepReading } from "../switch-over/writing-model.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { VectorColumn } from "../vector-columns.ts";
import { copyIntoGeneration } from "./copy-into-generation.ts";
import { generationTables } from "./generation-names.ts";
import { readingNames } from "./vector-source.ts";

/**
 * Number of the generation that readers see, until the end of the transaction: a switch waits; null
 * where they see columns of the product table.
 */
export async function keepActiveGeneration(
  session: Session,
  names: ResolvedTableNames,
): Promise<number | null> {
  const reading = await readingNames(session, names);
  if (reading === names) return null;
  await keepReading(session, reading); // keeps the switch out, and asks for SELECT alone
  return (await findActiveModel(session, names))?.generation ?? null;
}

/**
 * Writes vectors for what readers see now. Their source is not known, so that the next re-embedding
 * run makes them again.
 *
 * @returns The ids of those products that there are.
 */
export async function writeActiveGeneration(
  session: Session,
  names: ResolvedTableNames,
  vectors: {
    readonly generation: number;
    readonly ids: readonly string[];
    readonly columns: readonly VectorColumn[];
  },
): Promise<ReadonlySet<string>> {
  const { generation, ids, columns } = vectors;
  const products = await inspectTable(session, names, ["id", "contentEmbedding"]);
  const id = quoteIdentifier(names.columns.id);
  const type = columnOf(products, names.columns.id)?.castType ?? "text";
  const rows = await session.query<{ id: string }>(
    `SELECT given.id AS "id" FROM unnest($1::text[]) AS given(id)
     JOIN ${names.quoted} AS product ON product.${id} = given.id::${type}`,
    [ids],
  );
  const found = new Set(rows.map((row) => row.id));
  const kept = [...ids.keys()].filter((row) => found.has(ids[row] ?? ""));
  await copyIntoGeneration(session, names, {
    products,
    generation,
    ids: kept.map((row) => ids[row] ?? ""),
    sources: kept.map(() => null),
    columns: columns.map((column) => ({ ...column, matrix: rowsOf(column.matrix, kept) })),
  });
  return found;
}

function rowsOf(matrix: VectorColumn["matrix"], kept: readonly number[]): VectorColumn["matrix"] {
  const { data, dimensions } = matrix;
  const some = new Float32Array(kept.length * dimensions);
  for (const [at, row] of kept.entries())
    some.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  return { data: some, rows: kept.length, dimensions };
}

/**
 * Takes the vectors away whose text is about to be changed by the staged products, as an upsert does
 * with vectors in columns: no vector is older than its text.
 */
export async function forgetChangedVectors(
  session: Session,
  names: ResolvedTableNames,
  table: TableInspection,
): Promise<void> {
  const generation = await keepActiveGeneration(session, names);
  if (generation === null) return;
  const { id, title, description, searchableContent } = names.columns;
  const texts = { title, description, searchable_content: searchableContent };
  const type = columnOf(table, id)?.castType ?? "text";
  for (const { key, quoted } of generationTables(names, generation)) {
    const changed = Object.entries(texts).flatMap(([field, name]) => {
      if (name === null || (key === "title" && field !== "title")) return [];
      const target = `coalesce(target.${quoteIdentifier(name)}::text, '')`;
      return [`${target} IS DISTINCT FROM coalesce(staged."${field}", '')`];
    });
    await session.query(
      `DELETE FROM ${quoted} AS stored USING ${names.quoted} AS target, ${stagedTable} AS staged
       WHERE target.${quoteIdentifier(id)} = staged."id"::${type}
         AND stored.${quoteIdentifier(id)} = target.${quoteIdentifier(id)}
         AND (${changed.join(" OR ")})`,
    );
  }
}
