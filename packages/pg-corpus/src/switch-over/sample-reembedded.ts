import type { Product } from "@searchfit/retrieval-dataset";
import type { Database, Row, Session } from "../database.ts";
import { inspectTable } from "../inspect-table.ts";
import { decodeVector } from "../decode-vector.ts";
import { productColumns, productSelectList, toProduct } from "../product-columns.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { activeRows } from "../row-filters.ts";
import { checkBatchSize } from "../stream-cursor.ts";
import type { ResolvedTableNames, TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { requireVectorExtension } from "../vector-extension.ts";
import { keepReembedding, type KeptReembedding } from "./keep-reembedding.ts";
import { staleRows } from "./source-hash.ts";
import { switchColumns } from "./switch-columns.ts";

/** A product and its vectors of the new model. */
export interface ReembeddedProduct {
  /** The product. */
  readonly product: Product;
  /** Vector of its text. */
  readonly content: Float32Array;
  /** Vector of its title; undefined where the table has no title vectors. */
  readonly title: Float32Array | undefined;
}

/** Which products are drawn. */
export interface SampleReembeddedOptions {
  /** Names of the table and its columns. @default the table "public"."ingested_records" */
  readonly table?: TableNames;
  /** Products at most, an integer ≥ 1. */
  readonly size: number;
  /** Same seed and same table, same products. */
  readonly seed: string;
}

/**
 * A random sample of the products whose vectors of the new model are up to date, for comparing the
 * vectors with what the model gives now.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun.
 * @example
 * await sampleReembedded(db, { size: 50, seed: "42" }); // [{ product, content, title }, …]
 */
export async function sampleReembedded(
  session: Session | Database,
  options: SampleReembeddedOptions,
): Promise<readonly ReembeddedProduct[]> {
  const names = resolveTableNames(options.table);
  return keepReembedding(session, names, (kept) => draw(kept, names, options));
}

async function draw(
  { session, source, column }: KeptReembedding,
  names: ResolvedTableNames,
  { size, seed }: SampleReembeddedOptions,
): Promise<readonly ReembeddedProduct[]> {
  const table = await inspectTable(
    session,
    names,
    productColumns.map(({ key }) => key),
  );
  const { schema } = await requireVectorExtension(session);
  const bytes = switchColumns(names).vectors.map((vector) => {
    const name = quoteIdentifier(column(vector));
    return `encode(${schema}.vector_send(${name}::${schema}.vector), 'base64') AS "${vector.key}Bytes"`;
  });
  const id = `${quoteIdentifier(names.columns.id)}::text`;
  const rows = await session.query(
    `SELECT ${productSelectList(table, names)}, ${bytes.join(", ")} FROM ${source} AS target
     WHERE ${activeRows(names)} AND NOT (${staleRows(table, names, column)})
     ORDER BY md5($2::text || target.${id}) LIMIT $1`,
    [checkBatchSize(size), seed],
  );
  return rows.map(toReembedded);
}

function toReembedded(row: Row): ReembeddedProduct {
  const title = row.titleBytes as string | undefined;
  return {
    product: toProduct(row),
    content: decodeVector(row.contentBytes as string),
    title: title === undefined ? undefined : decodeVector(title),
  };
}
