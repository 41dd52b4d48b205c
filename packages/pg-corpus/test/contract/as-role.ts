import type { Database, Session } from "../../src/index.ts";

/** Runs with the privileges of another role, on one connection. */
export async function asRole<T>(
  db: Database,
  role: string,
  run: (as: Database) => Promise<T>,
): Promise<T> {
  return db.withConnection(async (session) => {
    await session.query(`SET ROLE ${role}`);
    const transaction: Database["transaction"] = (body) => inTransaction(session, body);
    try {
      return await run({ ...db, ...session, transaction });
    } finally {
      await session.query("RESET ROLE");
    }
  });
}

async function inTransaction<T>(session: Session, body: (session: Session) => Promise<T>) {
  await session.query("BEGIN");
  try {
    const result = await body(session);
    await session.query("COMMIT");
    return result;
  } catch (error) {
    await session.query("ROLLBACK");
    throw error;
  }
}

/** Roles of these names for as long as `run` runs. */
export async function withRoles(
  db: Database,
  roles: readonly string[],
  run: () => Promise<void>,
): Promise<void> {
  for (const role of roles) await db.query(`CREATE ROLE ${role}`);
  try {
    await run();
  } finally {
    for (const role of roles) {
      await db.query(`DROP OWNED BY ${role} CASCADE`);
      await db.query(`DROP ROLE ${role}`);
    }
  }
}
