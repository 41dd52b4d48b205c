import { describe, expect, it } from "vitest";
import type { TableNames } from "../../src/index.ts";
import {
  activateNextEmbeddings,
  countReembedding,
  describeReembedding,
  dropUnusedEmbeddings,
  prepareNextEmbeddings,
  readActiveModel,
  restorePreviousEmbeddings,
  staleProducts,
  streamEmbeddings,
  upsertProducts,
  writeNextEmbeddings,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { all, codeOf, errorOf, product } from "./place.ts";
import { beginning, embed, model, nullShares, shapeOf, tableOf } from "./switch-table.ts";

/** What a re-embedding in place promises on every kind of database. */
export function inPlaceContract({ db }: Place): void {
  describe("a re-embedding in place", () => {
    const inPlace = (table: TableNames, dimensions = 2) => {
      const wanted = { ...model, dimensions };
      return prepareNextEmbeddings(db(), {
        ...beginning(table),
        model: wanted,
        strategy: "in-place",
      });
    };
    const narrow = async (table: TableNames) => {
      const stale = await staleProducts(db(), { table, limit: 2 });
      const vectors = await embed(stale);
      const matrix = { data: new Float32Array(stale.length * 2).fill(1), rows: stale.length };
      const two = { ...matrix, dimensions: 2 };
      const given = { ...vectors, content: two, title: two };
      return db().transaction((session) => writeNextEmbeddings(session, given, { table }));
    };

    it("writes over the live vectors, goes on, and has no way back", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      const shape = await shapeOf(db(), table);
      const { check } = await describeReembedding(db(), { table, strategy: "in-place" });
      expect(check.warnings.join()).toContain("no rollback");
      await inPlace(table);
      expect(await narrow(table)).toBe(2);
      const [mixed] = await all(streamEmbeddings(db(), { table }));
      expect(mixed?.vectors.data.filter((value) => value === 1)).toHaveLength(4);
      expect(await countReembedding(db(), { table })).toMatchObject({ ready: 2, stale: 1 });
      expect(await narrow(table)).toBe(1);
      await upsertProducts(db(), [product("1", { title: "Other" })], { table });
      expect(await narrow(table)).toBe(1);
      expect(await readActiveModel(db(), { table })).toBeUndefined();
      await activateNextEmbeddings(db(), { table });
      expect(await readActiveModel(db(), { table })).toMatchObject({ name: model.name });
      const error = await errorOf(restorePreviousEmbeddings(db(), { table }));
      expect(error.message).toContain("in place");
      expect((await dropUnusedEmbeddings(db(), { table })).dropped).toEqual([
        "content_embedding__source",
      ]);
      expect(await shapeOf(db(), table)).toEqual(shape);
    });

    it("leaves the planner no statistics of the time when there were no vectors", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(`UPDATE ${name} SET content_embedding = NULL, title_embedding = NULL`);
      await db().query(`ANALYZE ${name}`);
      await inPlace(table);
      await narrow(table);
      await activateNextEmbeddings(db(), { table });
      expect(await nullShares(db(), table)).toEqual([{ share: 0 }]);
    });

    it("is refused for vectors of another width", async () => {
      const table = await tableOf(db(), ["1"]);
      expect(await codeOf(inPlace(table, 3))).toBe("DIMENSION_MISMATCH");
      expect((await describeReembedding(db(), { table })).reembedding).toBeUndefined();
    });
  });
}
