import type { Database, Session } from "../../src/index.ts";

/** A database that tells how statements are run. */
export interface ExplainingDatabase {
  /** The database. */
  readonly db: Database;
  /** Plans of the statements that were looked for, in order. */
  readonly plans: readonly string[];
}

/**
 * The same database, which keeps the plan of each statement of its transactions that holds a text.
 *
 * @param avoid What the planner avoids, such as "seqscan": it reads small tables as a whole.
 */
export function explaining(
  db: Database,
  holds: string,
  avoid: readonly string[] = [],
): ExplainingDatabase {
  const plans: string[] = [];
  const explain = (session: Session): Session => ({
    ...session,
    query: async (sql, params) => {
      if (sql.includes(holds)) {
        for (const node of avoid) await session.query(`SET LOCAL enable_${node} = off`);
        const lines = await session.query(`EXPLAIN ${sql}`, params);
        plans.push(lines.map((line) => String(line["QUERY PLAN"])).join("\n"));
      }
      return session.query(sql, params);
    },
  });
  const transaction: Database["transaction"] = (run, options) =>
    db.transaction((session) => run(explain(session)), options);
  return { db: { ...db, transaction }, plans };
}
