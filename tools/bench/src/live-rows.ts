import {
  countProducts,
  streamEmbeddings,
  streamProducts,
  type Database,
} from "@searchfit/pg-corpus";
import { type LiveEncoder } from "./live-encoder.ts";
import { liveProduct, liveTable, liveTableSql } from "./live-table.ts";

/** What the rows of the table hold. */
export interface LiveRows {
  readonly rows: number;
  /** Vectors of both kinds that are missing. */
  readonly missing: number;
  /** Vectors that are not what the model gives for their row's text. */
  readonly wrong: number;
  /** Rows that are lost, doubled, or in another version than was written last. */
  readonly lost: number;
}

/**
 * Compares every vector with what the model gives for its row's present text, and every row with what
 * was written last.
 */
export async function checkLiveRows(
  db: Database,
  encoder: LiveEncoder,
  expected: ReadonlyMap<string, number>,
): Promise<LiveRows> {
  const texts = new Map<string, { readonly content: string; readonly title: string }>();
  let lost = 0;
  for await (const product of streamProducts(db, { table: liveTable, requireEmbedding: false })) {
    const { id, title, searchable_content: content } = product;
    const written = liveProduct(Number(id), expected.get(id) ?? 0);
    if (texts.has(id) || written.title !== title || written.searchable_content !== content)
      lost += 1;
    texts.set(id, { content, title });
  }
  for (const id of expected.keys()) if (!texts.has(id)) lost += 1;
  let [found, wrong] = [0, 0];
  for (const column of ["content", "title"] as const) {
    for await (const { ids, vectors } of streamEmbeddings(db, { table: liveTable, column })) {
      found += ids.length;
      for (const [row, id] of ids.entries()) {
        const right = encoder.encode(texts.get(id)?.[column] ?? "");
        const start = row * vectors.dimensions;
        if (right.some((value, at) => Math.abs(value - (vectors.data[start + at] ?? 0)) > 1e-5))
          wrong += 1;
      }
    }
  }
  const { active } = await countProducts(db, { table: liveTable });
  return { rows: active, missing: 2 * active - found, wrong, lost };
}

/** Size of the table with its indexes, in MB. */
export async function liveSize(db: Database): Promise<number> {
  const [row] = await db.query<{ size: number }>(
    `SELECT (pg_total_relation_size('${liveTableSql}') / 1e6)::float8 AS "size"`,
  );
  return row?.size ?? 0;
}
