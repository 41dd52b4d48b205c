import type { Database, Session } from "../database.ts";
import { quoteIdentifier } from "../quote-identifier.ts";
import { findActiveModel } from "../switch-over/job-tables.ts";
import type { Reembedding } from "../switch-over/reembedding.ts";
import type { SwitchStrategy } from "../switch-over/strategy.ts";
import { incomplete } from "../switch-over/switch-incomplete.ts";
import type { ResolvedTableNames } from "../table-names.ts";
import { createGeneration } from "./create-generation.ts";
import { generationIndexes } from "./generation-indexes.ts";
import { generationTables, generationView } from "./generation-names.ts";
import { generationObstacles } from "./generation-obstacles.ts";
import { replaceViewSql, type ShownGenerations } from "./replace-view.ts";
import { writeGeneration } from "./write-generation.ts";

/**
 * New vectors fill narrow tables of their own, one for each kind and generation; a view that joins
 * them with the products is replaced. The product table is neither rewritten nor locked for readers;
 * who reads the vectors selects from the view.
 */
export const generationsStrategy: SwitchStrategy = {
  needs: "a table whose vectors can lie in tables of their own",
  findObstacles: generationObstacles,
  additions: (names, generation) => [
    ...generationTables(names, generation).map(({ name }) => name),
    generationView(names).table,
  ],
  unused: (names, job) => unusedTables(names, job).map(({ name }) => name),
  prepare: createGeneration,
  reading: generationView,
  newColumn:
    ({ state }) =>
    ({ live, next }) =>
      state === "active" ? live : next,
  write: writeGeneration,
  indexes: generationIndexes,
  settle: (db, names, { job }) => settle(db, names, job),
  activate: async (session, names, { job, previous }) => {
    return show(session, names, {
      live: job.generation,
      previous: previous?.generation ?? null,
    });
  },
  restore: async (session, names, { generation, previous }) => {
    return show(session, names, { live: previous?.generation ?? null, next: generation });
  },
  drop: async (session, names, job) => {
    const live = job.state === "active" ? job.generation : await liveGeneration(session, names);
    await show(session, names, { live });
    for (const { quoted } of unusedTables(names, job)) await session.query(`DROP TABLE ${quoted}`);
  },
};

/** Products that are gone lose their vectors, and the planner learns of the tables; not under a lock. */
async function settle(db: Database, names: ResolvedTableNames, job: Reembedding): Promise<void> {
  const missing = (await generationIndexes(db, names, job.generation ?? 0)).find(
    ({ state }) => state !== "valid",
  );
  if (missing !== undefined) throw incomplete(`index "${missing.next}" is ${missing.state}`);
  const id = quoteIdentifier(names.columns.id);
  for (const { quoted } of generationTables(names, job.generation ?? 0)) {
    await db.query(
      `DELETE FROM ${quoted} AS stored WHERE NOT EXISTS (
         SELECT 1 FROM ${names.quoted} AS product WHERE product.${id} = stored.${id})`,
    );
    await db.query(`ANALYZE ${quoted}`);
  }
}

/** Replaces the view; gives the moment since which readers of it wait. */
async function show(
  session: Session,
  names: ResolvedTableNames,
  shown: ShownGenerations,
): Promise<number> {
  const sql = await replaceViewSql(session, names, shown);
  // Locks the view alone; LOCK TABLE would lock the product table with it.
  await session.query(`ALTER VIEW ${generationView(names).quoted} RESET (security_barrier)`);
  const lockedAt = performance.now();
  await session.query(sql);
  return lockedAt;
}

/** The tables that readers do not see: the former generation's after a switch, else the new one's. */
function unusedTables(names: ResolvedTableNames, { state, generation, previous }: Reembedding) {
  const unused = state === "active" ? (previous?.generation ?? null) : generation;
  return unused === null ? [] : generationTables(names, unused); // null: columns of the product table
}

async function liveGeneration(session: Session, names: ResolvedTableNames): Promise<number | null> {
  return (await findActiveModel(session, names))?.generation ?? null;
}
