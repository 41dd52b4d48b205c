import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileText } from "./hostile-text.ts";
import type { Place } from "./place.ts";
import { all, codeOf } from "./place.ts";

/** What the driver of every kind of database promises. */
export function driverContract({ db, runs }: Place): void {
  describe("values", () => {
    it("gives the same JavaScript types on every driver", async () => {
      const [row] = await db().query(
        `SELECT true AS a, 1::int2 AS b, 2::int4 AS c, 1.5::float4 AS d, 0.1::float8 AS e,
           9007199254740993::int8 AS f, 1.10::numeric AS g, NULL::int AS h,
           ARRAY['a', NULL, '', 'NULL', 'x,"y"\\']::text[] AS i, ARRAY[1, NULL]::int4[] AS j,
           '{"k": [1]}'::jsonb AS k, '2026-01-02 03:04:05.123456+00'::timestamptz = $1 AS l,
           '{}'::varchar[] AS m, 'x'::name AS n`,
        ["2026-01-02T03:04:05.123456Z"],
      );
      expect({ ...row }).toEqual({
        a: true,
        b: 1,
        c: 2,
        d: 1.5,
        e: 0.1,
        f: "9007199254740993",
        g: "1.10",
        h: null,
        i: ["a", null, "", "NULL", 'x,"y"\\'],
        j: [1, null],
        k: { k: [1] },
        l: true,
        m: [],
        n: "x",
      });
    });

    it("takes every kind of parameter", async () => {
      const [row] = await db().query(
        `SELECT $1::bool AS a, $2::int4 AS b, $3::int8 AS c, $4::text[] AS d, $5::text IS NULL AS e,
           encode($6::bytea, 'hex') AS f, $7::float4[]::float8[] AS g, $8::timestamptz = to_timestamp(0) AS h`,
        [
          false,
          -7,
          2n ** 60n,
          ["a", null, 'b"\\,{}', "NULL", ""],
          null,
          Uint8Array.of(0, 255),
          [0.5, -2],
          new Date(0),
        ],
      );
      expect({ ...row }).toEqual({
        a: false,
        b: -7,
        c: "1152921504606846976",
        d: ["a", null, 'b"\\,{}', "NULL", ""],
        e: true,
        f: "00ff",
        g: [0.5, -2],
        h: true,
      });
    });

    it("brings any text back as it was sent", async () => {
      const texts = fc.array(fc.option(hostileText));
      const property = fc.asyncProperty(hostileText, texts, async (value, values) => {
        const [row] = await db().query("SELECT $1::text AS one, $2::text[] AS many", [
          value,
          values,
        ]);
        expect({ ...row }).toEqual({ one: value, many: values });
      });
      await fc.assert(property, { numRuns: runs, seed: 1 });
    });
  });

  describe("connections", () => {
    it("are lent for as long as they are used, and leave nothing behind", async () => {
      const pid = `SELECT pg_backend_pid() AS "pid"`;
      const pids = await db().withConnection(async (session) => {
        await session.query("SET lock_timeout = 1234");
        return [await session.query(pid), await session.query(pid)];
      });
      expect(pids[0]).toEqual(pids[1]);
      const [after] = await db().query(`SELECT current_setting('lock_timeout') AS "value"`);
      if (db().kind === "server") expect(after?.value).not.toBe("1234ms");
      await db().withConnection((session) => session.query("RESET lock_timeout"));
      const inside = db().transaction(async () => db().withConnection(async () => 1));
      await expect(inside).rejects.toThrow(TypeError);
    });
  });

  describe("transactions", () => {
    it("keeps everything or nothing", async () => {
      await db().query("CREATE TABLE kept (n int)");
      const own = new Error("mine");
      const failing = db().transaction(async (session) => {
        await session.query("INSERT INTO kept VALUES (1)");
        throw own;
      });
      await expect(failing).rejects.toBe(own);
      const result = await db().transaction(async (session) => {
        await session.query("INSERT INTO kept VALUES (2)");
        return "done";
      });
      expect(result).toBe("done");
      expect((await db().query("SELECT n FROM kept")).map(({ n }) => n)).toEqual([2]);
    });

    it("does not pretend to commit when a failed statement was ignored", async () => {
      const ignored = db().transaction(async (session) => {
        await session.query("CREATE TABLE never (n int)");
        await session.query("SELECT nonsense").catch(() => undefined);
      });
      expect(await codeOf(ignored)).toBe("QUERY_FAILED");
      expect(await codeOf(db().query("SELECT * FROM never"))).toBe("TABLE_MISSING");
    });

    it("refuses writes when it is read-only", async () => {
      const writing = db().transaction((session) => session.query("CREATE TABLE never (n int)"), {
        readOnly: true,
        snapshot: true,
      });
      expect(await codeOf(writing)).toBe("READ_ONLY");
    });

    it("see what was committed before each statement, whatever the default is", async () => {
      const level = (snapshot: boolean) =>
        db().transaction(
          async (session) => (await session.query("SHOW transaction_isolation"))[0],
          { snapshot },
        );
      await db().query("SET default_transaction_isolation = 'serializable'");
      try {
        const [used] = await db().query("SHOW transaction_isolation"); // on the same connection
        expect(used).toEqual({ transaction_isolation: "serializable" });
        expect(await level(false)).toEqual({ transaction_isolation: "read committed" });
        expect(await level(true)).toEqual({ transaction_isolation: "repeatable read" });
      } finally {
        await db().query("RESET default_transaction_isolation");
      }
    });

    it("throws instead of waiting for itself", async () => {
      const nested = db().transaction(async () => db().query("SELECT 1"));
      await expect(nested).rejects.toThrow(TypeError);
      const after = await db().transaction(async (session) => session);
      await expect(after.query("SELECT 1")).rejects.toThrow(TypeError);
    });
  });

  describe("streams", () => {
    it("gives batches of one snapshot while other queries run", async () => {
      await db().query("CREATE TABLE streamed AS SELECT generate_series(1, 10) AS n");
      const sizes: number[] = [];
      const rows = db().stream("SELECT n FROM streamed WHERE n > $1 ORDER BY n", [0], {
        batchSize: 4,
      });
      for await (const batch of rows) {
        sizes.push(batch.length);
        await db().query("DELETE FROM streamed");
      }
      expect(sizes).toEqual([4, 4, 2]);
    });

    it("frees its cursor when the loop ends early", async () => {
      for (let round = 0; round < 8; round += 1) {
        const rows = db().stream("SELECT generate_series(1, 100) AS n", [], { batchSize: 10 });
        for await (const batch of rows) if (batch.length === 10) break;
      }
      const cursors = await db().query("SELECT name FROM pg_cursors WHERE name <> ''");
      expect(cursors).toEqual([]);
    });

    it("stops at a signal", async () => {
      const controller = new AbortController();
      const rows = db().stream("SELECT generate_series(1, 100) AS n", [], {
        batchSize: 10,
        signal: controller.signal,
      });
      const seen: number[] = [];
      const reading = (async () => {
        for await (const batch of rows) {
          seen.push(batch.length);
          controller.abort();
        }
      })();
      await expect(reading).rejects.toThrow(/abort/iu);
      expect(seen).toEqual([10]);
      await expect(all(db().stream("SELECT 1", [], { batchSize: 0 }))).rejects.toThrow(RangeError);
    });
  });
}
