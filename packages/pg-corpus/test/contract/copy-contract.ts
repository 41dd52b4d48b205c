import { describe, expect, it, vi } from "vitest";
import { encodeBinaryCopy } from "../../src/binary-copy.ts";
import type { Place } from "./place.ts";
import { all, codeOf } from "./place.ts";

/** Waits for what has happened, never for a time in which it should have. */
const patience = { timeout: 100_000, interval: 10 };

/** Binary COPY in and out, and notices. */
export function copyContract({ db }: Place): void {
  describe("binary copy", () => {
    it("writes rows, vectors and arrays", async () => {
      await db().query("CREATE EXTENSION IF NOT EXISTS vector");
      await db().query("CREATE TABLE copied (a text, b text[], c vector(2))");
      const rows = [
        ["é\n\\.", ["x", "", 'y"'], Float32Array.of(0.1, -2)],
        [null, [], null],
      ] as const;
      expect(await db().copyIn("copied (a, b, c)", encodeBinaryCopy(rows))).toBe(2);
      const found = await db().query("SELECT a, b, c::text AS c FROM copied ORDER BY a");
      expect(found.map((row) => ({ ...row }))).toEqual([
        { a: "é\n\\.", b: ["x", "", 'y"'], c: "[0.1,-2]" },
        { a: null, b: [], c: null },
      ]);
    });

    it("leaves nothing of a stream that breaks off", async () => {
      await db().query("CREATE TABLE broken (a text)");
      const cut = [...encodeBinaryCopy([["one"], ["two"]])].map((chunk) => chunk.subarray(0, 30));
      await expect(db().copyIn("broken (a)", cut)).rejects.toThrow();
      function* failing(): Generator<Uint8Array> {
        yield* encodeBinaryCopy([["one"]]);
        throw new Error("source failed");
      }
      await expect(db().copyIn("broken (a)", failing())).rejects.toThrow("source failed");
      expect(await db().query("SELECT * FROM broken")).toEqual([]);
    });
  });

  describe("binary copy out", () => {
    it("gives what copyIn takes, bit for bit", async () => {
      await db().query("CREATE EXTENSION IF NOT EXISTS vector");
      await db().query(`CREATE SCHEMA "out"`);
      await db().query(`CREATE TABLE "out"."of" (a text, b text[], c vector(2))`);
      const rows = Array.from({ length: 3000 }, (_, row) => {
        const vector = Float32Array.of(Math.fround(row / 7), -0);
        return [`é\t\\N${"x".repeat(200)}${row}`, row % 2 ? ["", 'y"'] : [], vector] as const;
      });
      await db().copyIn(`"out"."of"`, encodeBinaryCopy([...rows, [null, null, null]]));
      await db().query(`CREATE TABLE "out"."into" AS SELECT * FROM "out"."of" LIMIT 0`);
      const source = `(SELECT * FROM "out"."of" ORDER BY a)`;
      expect(await db().copyIn(`"out"."into"`, db().copyOut(source))).toBe(3001);
      const sum = (table: string) =>
        db().query(`SELECT count(*)::int AS "rows", md5(string_agg(t::text, '' ORDER BY a)) AS "sum"
          FROM "out"."${table}" AS t`);
      expect(await sum("into")).toEqual(await sum("of"));
      expect(await sum("into")).toMatchObject([{ rows: 3001 }]);
    });

    it("leaves the connection usable when it is left early, and when it fails", async () => {
      const many = "(SELECT repeat('x', 100) FROM generate_series(1, 20000))";
      await db().transaction(async (session) => {
        for await (const chunk of session.copyOut(many)) if (chunk.length > 0) break;
        expect(await session.query("SELECT 1 AS one")).toMatchObject([{ one: 1 }]);
      });
      for (let round = 0; round < 8; round += 1)
        for await (const chunk of db().copyOut(many)) if (chunk.length > 0) break;
      expect(await codeOf(all(db().copyOut("no_such_table")))).toBe("TABLE_MISSING");
      const late = "(SELECT 1 / (20000 - n) FROM generate_series(1, 20000) AS n)";
      expect(await codeOf(all(db().copyOut(late)))).toBe("INVALID_VALUE");
      expect(await db().query("SELECT 1 AS one")).toMatchObject([{ one: 1 }]);
      const inside = db().transaction(async () => all(db().copyOut("copied")));
      await expect(inside).rejects.toThrow(TypeError);
    });
  });

  describe("notices", () => {
    it("are heard once their transaction is committed, until somebody stops listening", async () => {
      const heard: string[] = [];
      const onNotice = (payload: string) => heard.push(payload);
      const stop = await db().listen({ channel: "news", onNotice });
      const undone = db().transaction(async (session) => {
        await session.query("SELECT pg_notify('news', 'never')");
        throw new Error("undone");
      });
      await expect(undone).rejects.toThrow("undone");
      await db().transaction((session) => session.query(`SELECT pg_notify('news', 'it''s "é"')`));
      await db().query("NOTIFY news");
      await vi.waitUntil(() => heard.length === 2, patience);
      await stop();
      await stop();
      await db().query("NOTIFY news, 'late'");
      const again = await db().listen({ channel: "news", onNotice });
      await db().query("NOTIFY news, 'last'");
      await vi.waitUntil(() => heard.includes("last"), patience);
      await again();
      expect(heard).toEqual([`it's "é"`, "", "last"]);
      for (const channel of ["", "News", 'a"b', "a; DROP TABLE canary"])
        await expect(db().listen({ channel, onNotice })).rejects.toThrow(RangeError);
    });
  });
}
