import type { Database } from "../database.ts";
import type { TableNames } from "../table-names.ts";
import { resolveTableNames } from "../table-names.ts";
import { findActiveModel, findReembedding } from "./job-tables.ts";
import type { StrategyName } from "./reembedding.ts";
import { chooseStrategy, strategyOf } from "./strategy-of.ts";

/** An index on the present vectors and its counterpart on the new ones. */
export interface NextIndex {
  /** Name of the index that readers use. */
  readonly name: string;
  /** Name of the one on the new vectors, until the switch. */
  readonly next: string;
  /** The table that it is built on, quoted for SQL. */
  readonly table: string;
  /** Whether that one is there; `invalid` when its build was interrupted. */
  readonly state: "missing" | "invalid" | "valid";
  /** How it is built: the part of CREATE INDEX from USING on. */
  readonly definition: string;
}

/**
 * The indexes on the present vectors, and how each is built on the new ones: same method, operator
 * class, options and expressions; in columns also the same condition. Generations get one for cosines
 * where the present vectors have none. None after a switch and in place: there the new vectors are the
 * present ones.
 *
 * @throws {PgCorpusError} `PERMISSION_DENIED` without the right to make temporary tables.
 * @example
 * await nextIndexes(db); // [{ name: "items_hnsw", next: "items_hnsw__next", state: "missing", definition: "USING hnsw (…)" }]
 */
export async function nextIndexes(
  db: Database,
  options: { readonly table?: TableNames; readonly strategy?: StrategyName } = {},
): Promise<readonly NextIndex[]> {
  const names = resolveTableNames(options.table);
  const job = await findReembedding(db, names);
  if (job?.state === "active") return [];
  const strategy = await chooseStrategy(db, names, options.strategy);
  const active = await findActiveModel(db, names);
  const generation = job?.generation ?? (active?.generation ?? 0) + 1;
  return strategyOf({ strategy }).indexes(db, names, generation);
}
