import { describe, expect, it } from "vitest";
import {
  countReembedding,
  measureReembedding,
  prepareNextEmbeddings,
  readActiveModel,
  sampleReembedded,
  staleProducts,
  upsertProducts,
  writeNextEmbeddings,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { product } from "./place.ts";
import { beginning, embed, fill, liveVectors, model, tableOf, vectorOf } from "./switch-table.ts";

/** What vectors of another model promise while they grow beside the live ones. */
export function nextVectorsContract({ db }: Place): void {
  describe("the new vectors", () => {
    it("grow beside the present ones, which stay as they are", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      const before = await liveVectors(db(), table);
      const job = await prepareNextEmbeddings(db(), beginning(table));
      expect(job).toMatchObject({ state: "loading", model, switchedAt: null, previous: null });
      expect(await prepareNextEmbeddings(db(), beginning(table))).toEqual(job);
      expect(await countReembedding(db(), { table })).toEqual({ active: 3, ready: 0, stale: 3 });
      expect(await fill(db(), table)).toBe(3);
      expect(await countReembedding(db(), { table })).toEqual({ active: 3, ready: 3, stale: 0 });
      expect(await liveVectors(db(), table)).toEqual(before);
      expect(await readActiveModel(db(), { table })).toBeUndefined();
    });

    it("are asked for page by page, for active products alone", async () => {
      const table = await tableOf(db(), ["a", "B", "c", "d"]);
      await db().query(
        `UPDATE "${table.schema}".ingested_records SET status = 'gone' WHERE id = 'd'`,
      );
      await prepareNextEmbeddings(db(), beginning(table));
      const ids: string[] = [];
      for (let after: string | undefined; ; after = ids.at(-1)) {
        const page = await staleProducts(db(), {
          table,
          limit: 2,
          ...(after === undefined ? {} : { after }),
        });
        if (page.length === 0) break;
        ids.push(...page.map((one) => one.product.id));
      }
      expect(ids.toSorted()).toEqual(["B", "a", "c"]);
    });

    it("are asked for again when the text changes, and only then", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      await prepareNextEmbeddings(db(), beginning(table));
      await fill(db(), table);
      await upsertProducts(
        db(),
        [product("2", { title: "Another" }), product("3", { category: "x" }), product("4")],
        { table },
      );
      const stale = await staleProducts(db(), { table });
      expect(stale.map((one) => one.product.id)).toEqual(["2", "4"]);
    });

    it("are not written when the text has changed since it was read", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      await prepareNextEmbeddings(db(), beginning(table));
      const vectors = await embed(await staleProducts(db(), { table }));
      await upsertProducts(db(), [product("1", { searchable_content: "New" })], { table });
      const written = await db().transaction((session) =>
        writeNextEmbeddings(session, vectors, { table }),
      );
      expect(written).toBe(1);
      expect((await staleProducts(db(), { table })).map((one) => one.product.id)).toEqual(["1"]);
    });

    it("can be measured and drawn at random", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await measureReembedding(db(), { table })).toMatchObject([
        { key: "content", count: 0, dimensions: [], minNorm: null },
        { key: "title", count: 0 },
      ]);
      await fill(db(), table);
      const [content] = await measureReembedding(db(), { table });
      expect(content).toMatchObject({ count: 3, dimensions: [3] });
      expect(content?.minNorm).toBeGreaterThan(1);
      const sample = await sampleReembedded(db(), { table, size: 2, seed: "7" });
      expect(sample).toHaveLength(2);
      for (const one of sample) {
        expect(one.content).toEqual(vectorOf(one.product.searchable_content));
        expect(one.title).toEqual(vectorOf(one.product.title));
      }
    });

    it("get the storage and the privileges of the present ones", async () => {
      const table = await tableOf(db(), ["1"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(`ALTER TABLE ${name} ALTER content_embedding SET STORAGE PLAIN`);
      await db().query(`GRANT SELECT (content_embedding) ON ${name} TO PUBLIC`);
      await prepareNextEmbeddings(db(), beginning(table));
      const [row] = await db().query(
        `SELECT attstorage::text AS "storage", attacl::text LIKE '{=r/%' AS "granted" FROM pg_attribute
         WHERE attrelid = $1::regclass AND attname = 'content_embedding__next'`,
        [name],
      );
      expect({ ...row }).toEqual({ storage: "p", granted: true });
    });
  });
}
