import { describe, expect, it } from "vitest";
import {
  activateNextEmbeddings,
  countReembedding,
  measureReembedding,
  prepareNextEmbeddings,
  quoteIdentifier,
  restorePreviousEmbeddings,
  sampleReembedded,
  staleProducts,
  writeNextEmbeddings,
} from "../../src/index.ts";
import { explaining } from "./explaining.ts";
import { beginGeneration, completeVectors } from "./generation-steps.ts";
import type { Place } from "./place.ts";
import { freshTable } from "./place.ts";
import { beginning, embed, model, tableOf } from "./switch-table.ts";

const count = 5000;

/** What pages of stale products promise while a table is filled and switched. */
export function pagesContract({ db }: Place): void {
  describe("a page of stale products", () => {
    it("costs the same at the end of a generation as at its beginning", async () => {
      const table = await tableOf(db(), ["last"]);
      const name = `${quoteIdentifier(table.schema)}.ingested_records`;
      await db().query(
        `INSERT INTO ${name} (id, title, searchable_content)
         SELECT 'a' || lpad(n::text, 5, '0'), 'title', 'text' FROM generate_series(1, ${count}) n`,
      );
      await beginGeneration(db(), table);
      const vectors = await embed(await staleProducts(db(), { table, limit: count - 10 }));
      await db().transaction((session) => writeNextEmbeddings(session, vectors, { table }));
      await db().query(`ANALYZE ${name}`);
      for (const kind of ["content", "title"]) await db().query(`ANALYZE ${name}__${kind}_1`);
      const { db: watched, plans } = explaining(db(), "ORDER BY target.");
      const after = vectors.ids.at(-1) ?? "";
      expect(await staleProducts(watched, { table, after, limit: 5 })).toHaveLength(5);
      expect(plans.join()).toContain("Index Scan");
      expect(plans.join()).not.toMatch(/Merge|Hash|Seq Scan/u);
      const setting = `SELECT current_setting('enable_mergejoin') AS "merge"`;
      expect(await db().query(setting)).toMatchObject([{ merge: "on" }]);
    });

    for (const strategy of ["columns", "generations"] as const) {
      it(`is read while others switch and go back (${strategy})`, async () => {
        const table = await tableOf(db(), ["1", "2", "3"]);
        await prepareNextEmbeddings(db(), { ...beginning(table), strategy });
        await completeVectors(db(), table);
        let goesOn = true;
        const switching = (async () => {
          for (let round = 0; round < 6; round += 1) {
            await activateNextEmbeddings(db(), { table });
            await restorePreviousEmbeddings(db(), { table });
          }
        })().finally(() => (goesOn = false));
        while (goesOn) {
          expect(await staleProducts(db(), { table })).toEqual([]);
          expect(await countReembedding(db(), { table })).toMatchObject({ ready: 3 });
          const [content] = await measureReembedding(db(), { table });
          expect(content).toMatchObject({ count: 3, dimensions: [model.dimensions] });
          const sample = await sampleReembedded(db(), { table, size: 3, seed: "1" });
          expect(sample.map(({ content: vector }) => vector.length)).toEqual([3, 3, 3]);
        }
        await switching;
      });
    }

    it("leaves out products without an id", async () => {
      const table = freshTable();
      const name = `"${table.schema}".ingested_records`;
      await tableOf(db(), ["1"], table);
      await db().query(`ALTER TABLE ${name} DROP CONSTRAINT ingested_records_pkey`);
      await db().query(`ALTER TABLE ${name} ALTER COLUMN id DROP NOT NULL, ADD UNIQUE (id)`);
      await prepareNextEmbeddings(db(), { ...beginning(table), strategy: "columns" });
      await db().query(`INSERT INTO ${name} (id) VALUES (NULL)`);
      const page = await staleProducts(db(), { table });
      expect(page.map(({ product }) => product.id)).toEqual(["1"]);
    });
  });
}
