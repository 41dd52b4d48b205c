import type { Session } from "../database.ts";
import type { TableInspection } from "../inspect-table.ts";
import { inspectTable } from "../inspect-table.ts";
import { findActiveModel, findReembedding } from "../switch-over/job-tables.ts";
import { nextName, previousName } from "../switch-over/switch-columns.ts";
import { keepReading } from "../switch-over/writing-model.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { generationTables, generationView } from "./generation-names.ts";

/** Where the vectors of products are read. */
export interface VectorSource {
  /** The product table. */
  readonly products: ResolvedTableNames;
  /** What products and vectors are selected from: that table, or the view over its generations. */
  readonly reading: ResolvedTableNames;
  /** The table and the column that store the vectors of a column, and have its indexes. */
  readonly stored: (key: "content" | "title", column: string) => Promise<StoredVectors>;
}

/** A table and a column that store vectors. */
export interface StoredVectors {
  /** The table. */
  readonly names: ResolvedTableNames;
  /** The column. */
  readonly column: string;
}

/** Names to select products and their vectors from: those of the view where there is one. */
export async function readingNames(
  session: Session,
  names: ResolvedTableNames,
): Promise<ResolvedTableNames> {
  const view = generationView(names);
  const rows = await session.query(
    `SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'v'`,
    [view.schema, view.table],
  );
  return rows.length > 0 ? view : names;
}

/**
 * Where the vectors of a table are read, for one transaction: what the names mean and which model is
 * active stays until its end, because a switch waits.
 */
export async function keepVectorSource(
  session: Session,
  names: ResolvedTableNames,
): Promise<VectorSource> {
  const reading = await readingNames(session, names);
  await keepReading(session, reading);
  if (reading === names) {
    return { products: names, reading, stored: async (_, column) => ({ names, column }) };
  }
  const view = await inspectTable(session, reading, []);
  const stored = async (key: "content" | "title", column: string) => {
    const [side, live] = sideOf(view, column);
    const generation = await generationOf(session, names, side);
    const tables = generation === null ? [] : generationTables(names, generation);
    const table = tables.find((one) => one.key === key)?.name ?? names.table;
    return { names: { ...names, table }, column: live };
  };
  return { products: names, reading, stored };
}

type Side = "live" | "next" | "previous";

/** Number of the generation that the view shows on a side; null: columns of the product table. */
async function generationOf(
  session: Session,
  names: ResolvedTableNames,
  side: Side,
): Promise<number | null> {
  if (side === "live") return (await findActiveModel(session, names))?.generation ?? null;
  const job = await findReembedding(session, names); // who reads live vectors need not have the right
  const found = side === "next" ? job?.generation : job?.previous?.generation;
  return found ?? null;
}

/** What a column of the view shows: names of the other sides are made from the live one. */
function sideOf(view: TableInspection, column: string): readonly [side: Side, live: string] {
  for (const live of view.columns.keys()) {
    if (!view.columns.has(nextName(live))) continue;
    if (column === live) return ["live", live];
    if (column === nextName(live)) return ["next", live];
    if (column === previousName(live)) return ["previous", live];
  }
  return ["live", column];
}
