import { describe, expect, it, vi } from "vitest";
import {
  followActiveModel,
  PgCorpusError,
  resolveTableNames,
  type Database,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { freshTable } from "./place.ts";

/** Waits for what has happened, never for a time in which it should have. */
const patience = { timeout: 100_000, interval: 10 };

/** Following the model that readers of a table see. */
export function followModelContract({ db }: Place): void {
  describe("following the active model", () => {
    const place = async () => {
      const table = freshTable();
      const models = `"${table.schema}".searchfit_active_model`;
      await db().query(`CREATE SCHEMA "${table.schema}"`);
      await db().query(`CREATE TABLE ${models} (table_name text PRIMARY KEY, model text NOT NULL,
        fingerprint text NOT NULL, precision text NOT NULL, dimensions integer NOT NULL,
        since timestamptz NOT NULL DEFAULT now())`);
      const set = (fingerprint: string) =>
        db().query(
          `INSERT INTO ${models} VALUES ('ingested_records', 'm', $1, 'fp32', 3)
           ON CONFLICT (table_name) DO UPDATE SET fingerprint = EXCLUDED.fingerprint`,
          [fingerprint],
        );
      const seen: (string | undefined)[] = [];
      const onChange = (model?: { readonly fingerprint: string }) => {
        seen.push(model?.fingerprint);
      };
      return { table, set, seen, onChange };
    };

    it("tells the present model, and a change as soon as it is notified", async () => {
      const { table, set, seen, onChange } = await place();
      const stop = await followActiveModel(db(), { table, onChange, everyMs: 3_600_000 });
      expect(seen).toEqual([undefined]);
      await set("a");
      const notify = (payload: string) =>
        db().query("SELECT pg_notify('searchfit_active_model', $1)", [payload]);
      await notify(`"public"."another_table"`);
      await notify(resolveTableNames(table).quoted);
      await vi.waitUntil(() => seen.length === 2, patience);
      await notify(resolveTableNames(table).quoted); // nothing has changed
      await set("b");
      await notify(resolveTableNames(table).quoted);
      await vi.waitUntil(() => seen.length === 3, patience);
      expect(seen).toEqual([undefined, "a", "b"]);
      await stop();
    });

    it("sees a change without a notice, too, and nothing once it is stopped", async () => {
      const { table, set, seen, onChange } = await place();
      await set("a");
      const stop = await followActiveModel(db(), { table, onChange, everyMs: 20 });
      await set("b");
      await vi.waitUntil(() => seen.length === 2, patience);
      await stop();
      await set("c");
      expect(seen).toEqual(["a", "b"]);
    });

    it("looks at a standby, which refuses to listen", async () => {
      const { table, set, seen, onChange } = await place();
      const standby: Database = {
        ...db(),
        listen: async () => {
          throw new PgCorpusError({
            code: "READ_ONLY",
            message: "cannot execute LISTEN during recovery",
            details: { sqlState: "25006" },
          });
        },
      };
      await set("a");
      const stop = await followActiveModel(standby, { table, onChange, everyMs: 20 });
      await set("b");
      await vi.waitUntil(() => seen.length === 2, patience);
      await stop();
      expect(seen).toEqual(["a", "b"]);
    });
  });
}
