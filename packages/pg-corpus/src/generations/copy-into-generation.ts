import type { Session } from "../database.ts";
import { hasSqlState } from "../has-sql-state.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { switchColumns } from "../switch-over/switch-columns.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import type { VectorColumn } from "../vector-columns.ts";
import { columnOf, type TableInspection } from "../inspect-table.ts";
import { encodeGenerationRows } from "./encode-generation-rows.ts";
import { generationTables } from "./generation-names.ts";
import { findIdEncoding, type IdEncoding } from "./id-encoding.ts";

/** Vectors of a generation and the products they belong to. */
export interface GenerationVectors {
  /** The product table as the catalogue has it. */
  readonly products: TableInspection;
  /** Number of the generation. */
  readonly generation: number;
  /** Product ids. */
  readonly ids: readonly string[];
  /** Hash of what each text was made from; null: not known, so that it counts as stale. */
  readonly sources: readonly (string | null)[];
  /** The vectors, a matrix for each kind. */
  readonly columns: readonly VectorColumn[];
}

const uniqueViolation = "23505";
const maxAttempts = 5;

/**
 * Replaces vectors of a generation: what is there of these products goes, then one binary COPY a table.
 * Where the ids were not in order, or another worker writes one of them at the same time, a key comes
 * twice: then what is there goes, and the vectors are written once more.
 */
export async function copyIntoGeneration(
  session: Session,
  names: ResolvedTableNames,
  vectors: GenerationVectors,
): Promise<void> {
  await session.query("SAVEPOINT searchfit_generation");
  for (let attempt = 1; ; attempt += 1) {
    try {
      for (const column of vectors.columns) {
        const target = targetOf(names, vectors, column);
        if (attempt > 1 || (await mayHave(session, target, vectors.ids)))
          await removeRows(session, target, vectors.ids);
        await copyRows(session, target, { ...vectors, column });
      }
      return;
    } catch (error) {
      if (!hasSqlState(error, [uniqueViolation]) || attempt === maxAttempts) throw error;
      await session.query("ROLLBACK TO SAVEPOINT searchfit_generation");
    }
  }
}

interface Target {
  /** The table, quoted. */
  readonly quoted: string;
  /** Its columns, quoted: id, hash, vector. */
  readonly columns: readonly [id: string, source: string, vector: string];
  readonly idType: string;
  readonly encodeId: IdEncoding;
  readonly half: boolean;
}

function targetOf(
  names: ResolvedTableNames,
  { products, generation }: GenerationVectors,
  { key }: VectorColumn,
): Target {
  const table = generationTables(names, generation).find((one) => one.key === key);
  const id = columnOf(products, names.columns.id);
  const encodeId = id && findIdEncoding(id);
  if (table === undefined || id === undefined || encodeId === undefined)
    throw new TypeError("Expected a table whose id and vectors were checked before.");
  const { quoted, live } = table;
  const { source } = switchColumns(names);
  const columns = [
    quoteIdentifier(id.name),
    quoteIdentifier(source),
    quoteIdentifier(live),
  ] as const;
  const half = columnOf(products, live)?.typeName === "halfvec";
  return { quoted, columns, idType: id.castType, encodeId, half };
}

/** Whether something lies between the first and the last id: while a table is filled, nothing does. */
async function mayHave(
  session: Session,
  { quoted, columns: [id], idType }: Target,
  ids: readonly string[],
): Promise<boolean> {
  const [row] = await session.query(
    `SELECT EXISTS (SELECT 1 FROM ${quoted}
       WHERE ${id} BETWEEN $1::text::${idType} AND $2::text::${idType}) AS "found"`,
    [ids[0] ?? null, ids.at(-1) ?? null],
  );
  return row?.found === true;
}

async function removeRows(
  session: Session,
  { quoted, columns: [id], idType }: Target,
  ids: readonly string[],
): Promise<void> {
  const given = `ARRAY(SELECT unnest($1::text[])::${idType})`;
  await session.query(`DELETE FROM ${quoted} WHERE ${id} = ANY (${given})`, [ids]);
}

async function copyRows(
  session: Session,
  { quoted, columns, encodeId, half }: Target,
  vectors: GenerationVectors & { readonly column: VectorColumn },
): Promise<void> {
  const { ids, sources, column } = vectors;
  const { data, dimensions } = column.matrix;
  const rows = encodeGenerationRows({ ids, sources, data, dimensions, half, encodeId });
  await session.copyIn(`${quoted} (${columns.join(", ")})`, rows);
}
