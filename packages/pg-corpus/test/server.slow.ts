import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, titleOf } from "../../../tools/test-kit/src/start-test-server.ts";
import type { TestDatabase } from "../../../tools/test-kit/src/test-server.ts";
import type { Database, Session } from "../src/index.ts";
import {
  createCorpusTable,
  openServer,
  resolveTableNames,
  streamProducts,
  upsertProducts,
  writeEmbeddings,
} from "../src/index.ts";
import { waitForLock } from "../src/switch-over/wait-for-lock.ts";
import { databaseContract } from "./contract/database-contract.ts";
import { all, codeOf, errorOf, freshTable, product } from "./contract/place.ts";

const server = await startTestServer();
afterAll(async () => {
  if (!("skipped" in server)) await server.stop();
});

const nameOf = (place: TestDatabase) => new URL(place.connectionString).pathname.slice(1);

async function emptyDatabase(): Promise<TestDatabase> {
  if ("skipped" in server) throw new Error(server.skipped);
  return server.createDatabase();
}

describe.skipIf("skipped" in server)(titleOf("the contract on", server), () => {
  databaseContract(async () => openServer(await emptyDatabase()), 250);
});

describe.skipIf("skipped" in server)(titleOf("a corpus on", server), () => {
  let place: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    place = await emptyDatabase();
    db = await openServer(place);
  });
  afterAll(async () => db.close());

  it("asks for the database, the user and the server by one clear message each", async () => {
    const url = new URL(place.connectionString);
    const open = (change: (to: URL) => void) => {
      const changed = new URL(url);
      change(changed);
      return errorOf(openServer({ connectionString: changed.href }));
    };
    const missing = await open((to) => (to.pathname = "/no_such_database"));
    expect(missing.code).toBe("DATABASE_MISSING");
    const nobody = await open((to) => (to.username = "no_such_user"));
    expect(nobody.code).toBe("AUTHENTICATION_FAILED");
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as { port: number };
    closed.close();
    const gone = await open((to) => {
      to.port = `${port}`;
      to.hostname = "127.0.0.1";
      to.password = "secret word";
    });
    expect(gone.code).toBe("NO_CONNECTION");
    expect(gone.message).toContain(`127.0.0.1:${port}`);
    expect(JSON.stringify({ ...gone, message: gone.message })).not.toContain("secret");
  });

  it("tells a wrong password from a missing one", async (context) => {
    const role = `password_${process.pid}`;
    await db.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
    const url = new URL(place.connectionString);
    const open = async (password: string) => {
      url.username = role;
      url.password = password;
      await (await openServer({ connectionString: url.href })).close();
    };
    try {
      await open("right");
      const wrong = await open("wrong").catch((error: unknown) => error);
      if (wrong === undefined) return context.skip("the server trusts everybody");
      expect(wrong).toMatchObject({ code: "AUTHENTICATION_FAILED" });
      const missing = await errorOf(open(""));
      expect(missing.code).toBe("AUTHENTICATION_FAILED");
      expect(missing.message).toContain("none was given");
    } finally {
      await db.query(`DROP ROLE ${role}`);
    }
  });

  it("goes on after the server ended a connection in the middle", async () => {
    const dying = db.transaction(async (session) => {
      const [row] = await session.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      const other = await openServer(place);
      await other.query("SELECT pg_terminate_backend($1)", [row?.pid ?? 0]);
      await other.close();
      await session.query("SELECT 1");
    });
    expect(await codeOf(dying)).toBe("NO_CONNECTION");
    expect(await db.query("SELECT 1 AS one")).toMatchObject([{ one: 1 }]);
  });

  it("gives up waiting for a lock", async () => {
    await db.query("CREATE TABLE locked (n int)");
    await db.transaction(async (session) => {
      await session.query("LOCK TABLE locked");
      const other = await openServer({ ...place, timeouts: { lockMs: 100 } });
      expect(await codeOf(other.query("SELECT * FROM locked"))).toBe("TIMEOUT");
      const waiting = other.transaction((inner) => inner.query("SELECT * FROM locked"), {
        lockTimeoutMs: 50,
      });
      expect(await codeOf(waiting)).toBe("TIMEOUT");
      await other.close();
    });
  });

  it("reads with the privilege to select alone, and says what writing needs", async () => {
    const table = freshTable();
    await createCorpusTable(db, { table, dimensions: 2 });
    await upsertProducts(db, [product("1")], { table });
    const role = `reader_${process.pid}`;
    await db.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
    try {
      await db.query(`GRANT USAGE ON SCHEMA "${table.schema}" TO ${role}`);
      await db.query(`GRANT SELECT ON ALL TABLES IN SCHEMA "${table.schema}" TO ${role}`);
      const url = new URL(place.connectionString);
      url.username = role;
      url.password = "right";
      const reader = await openServer({ connectionString: url.href });
      const found = await all(streamProducts(reader, { table, requireEmbedding: false }));
      expect(found.map(({ id }) => id)).toEqual(["1"]);
      expect(await codeOf(upsertProducts(reader, [product("2")], { table }))).toBe(
        "PERMISSION_DENIED",
      );
      await reader.close();
    } finally {
      await db.query(`DROP OWNED BY ${role}`);
      await db.query(`DROP ROLE ${role}`);
    }
  });

  it("notices an autovacuum in its way sooner where it may, and works where it may not", async () => {
    const role = `owner_${process.pid}`;
    await db.query(`CREATE ROLE ${role} LOGIN PASSWORD 'right'`);
    await db.query(`GRANT CREATE ON DATABASE ${JSON.stringify(nameOf(place))} TO ${role}`);
    const url = new URL(place.connectionString);
    url.username = role;
    url.password = "right";
    const owner = await openServer({ connectionString: url.href });
    const setting = async (on: Database) => {
      const table = freshTable();
      await createCorpusTable(on, { table, dimensions: 2 });
      const names = resolveTableNames(table);
      const run = (session: Session) => session.query("SHOW deadlock_timeout");
      return (await waitForLock(on, names, { run }))[0]?.deadlock_timeout;
    };
    try {
      expect([await setting(db), await setting(owner)]).toEqual(["100ms", "1s"]);
    } finally {
      await owner.close();
      await db.query(`DROP OWNED BY ${role} CASCADE`);
      await db.query(`DROP ROLE ${role}`);
    }
  });

  it("says that pgvector is missing when it may not be installed", async () => {
    const empty = await emptyDatabase();
    const owner = await openServer(empty);
    const role = `maker_${process.pid}`;
    await owner.query(`CREATE ROLE ${role} LOGIN`);
    const url = new URL(empty.connectionString);
    url.username = role;
    try {
      const maker = await openServer({ connectionString: url.href });
      const error = await errorOf(createCorpusTable(maker, { dimensions: 2 }));
      expect(error.code).toBe("PERMISSION_DENIED");
      expect(error.hint).toContain("CREATE EXTENSION vector");
      await maker.close();
    } finally {
      await owner.query(`DROP ROLE ${role}`);
      await owner.close();
    }
  });

  it("finds pgvector in a schema that is not on the search path", async () => {
    const elsewhere = await openServer(await emptyDatabase());
    await elsewhere.query("CREATE SCHEMA extensions");
    await elsewhere.query("CREATE EXTENSION vector SCHEMA extensions");
    await createCorpusTable(elsewhere, { dimensions: 2 });
    await upsertProducts(elsewhere, [product("1")]);
    const content = { data: Float32Array.of(1, 2), rows: 1, dimensions: 2 };
    expect(await writeEmbeddings(elsewhere, { ids: ["1"], content })).toMatchObject({ written: 1 });
    await elsewhere.close();
  });

  it("reads views, and orders ids of a language's collation by bytes", async (context) => {
    const [collation] = await db.query<{ name: string }>(
      `SELECT quote_ident(collname) AS name FROM pg_collation
       WHERE collname IN ('en-x-icu', 'en_US.utf8', 'en_US')
         AND collencoding IN (-1, pg_char_to_encoding('UTF8')) LIMIT 1`,
    );
    if (collation === undefined) return context.skip("the server has the C collations alone");
    const table = { ...freshTable(), columns: { titleEmbedding: null } };
    await db.query(`CREATE SCHEMA "${table.schema}"`);
    await db.query(
      `CREATE VIEW "${table.schema}".ingested_records AS
       SELECT id COLLATE ${collation.name} AS id, id AS title, '' AS description, '' AS category,
         '{}'::text[] AS tags, '' AS searchable_content, '' AS source_file, 'active' AS status,
         1 AS content_embedding, now() AS updated_at
       FROM unnest(ARRAY['a', 'B', 'b', 'A', 'é']) AS id`,
    );
    const [first] = await db.query(
      `SELECT string_agg(id, '' ORDER BY id) AS ids FROM "${table.schema}".ingested_records`,
    );
    expect(first?.ids).not.toBe("ABabé");
    const found = await all(streamProducts(db, { table, batchSize: 2 }));
    expect(found.map(({ id }) => id).join("")).toBe("ABabé");
  });
});
