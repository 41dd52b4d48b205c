import { describe, expect, it } from "vitest";
import {
  activateNextEmbeddings,
  createCorpusTable,
  lockReembedding,
  prepareNextEmbeddings,
  requireReembeddingLock,
  restorePreviousEmbeddings,
  upsertProducts,
  writeEmbeddings,
} from "../../src/index.ts";
import { completeVectors } from "./generation-steps.ts";
import type { Place } from "./place.ts";
import { codeOf, errorOf, freshTable, product } from "./place.ts";
import { beginning, model, tableOf } from "./switch-table.ts";

/** What several writers of one table promise each other. */
export function writersContract({ db }: Place): void {
  const vectorsOf = (ids: readonly string[], dimensions = 2) => {
    const data = Float32Array.from({ length: ids.length * dimensions }, () => 0.5);
    return { ids, content: { data, rows: ids.length, dimensions } };
  };

  describe("two writers of the same products", () => {
    it("wait for each other, in whatever order they give them", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const ids = Array.from({ length: 300 }, (_, row) => `p${row}`);
      for (let round = 0; round < 5; round += 1) {
        const form = (id: string) => product(id, { title: `Title ${round}` });
        const upserts = [ids, ids.toReversed()].map((some) =>
          upsertProducts(db(), some.map(form), { table }),
        );
        await Promise.all(upserts);
        const writes = [ids, ids.toReversed()].map((some) =>
          writeEmbeddings(db(), vectorsOf(some), { table }),
        );
        for (const { written } of await Promise.all(writes)) expect(written).toBe(ids.length);
      }
    });
  });

  describe("a writer that tells its model", () => {
    for (const strategy of ["columns", "generations"] as const) {
      it(`is refused before the first switch and after the way back (${strategy})`, async () => {
        const table = await tableOf(db(), ["1"]);
        await prepareNextEmbeddings(db(), { ...beginning(table), strategy });
        const writeAs = (fingerprint: string) =>
          writeEmbeddings(db(), vectorsOf(["1"]), { table, fingerprint });
        expect((await errorOf(writeAs(model.fingerprint))).message).toContain("is not active");
        expect(await writeAs("0".repeat(64))).toMatchObject({ written: 1 }); // may be the present one
        await completeVectors(db(), table);
        await activateNextEmbeddings(db(), { table });
        await restorePreviousEmbeddings(db(), { table });
        expect(await codeOf(writeAs(model.fingerprint))).toBe("MODEL_MISMATCH");
      });
    }

    it("may write the vectors of a re-embedding in place", async () => {
      const table = await tableOf(db(), ["1"]);
      const next = { ...model, dimensions: 2 };
      await prepareNextEmbeddings(db(), {
        table,
        model: next,
        textVersion: "1",
        strategy: "in-place",
      });
      const { fingerprint } = next;
      const written = await writeEmbeddings(db(), vectorsOf(["1"]), { table, fingerprint });
      expect(written).toMatchObject({ written: 1 });
    });
  });

  describe("the lock of a re-embedding", () => {
    it("is known to be held, and is not lost to idleness", async () => {
      const table = await tableOf(db(), ["1"]);
      const timeout = await lockReembedding(db(), {
        table,
        run: async (session) => {
          await requireReembeddingLock(session, { table });
          const rows = await session.query(
            `SELECT setting FROM pg_settings WHERE name = 'idle_session_timeout'`,
          );
          return rows[0]?.setting ?? "0"; // PostgreSQL < 14 has none
        },
      });
      expect(timeout).toBe("0");
      expect(await codeOf(requireReembeddingLock(db(), { table }))).toBe("REEMBEDDING_LOCKED");
    });
  });
}
