import { describe, expect, it } from "vitest";
import {
  createCorpusTable,
  prepareNextEmbeddings,
  searchDense,
  streamProducts,
  upsertProducts,
  writeEmbeddings,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { all, codeOf, errorOf, freshTable, product } from "./place.ts";
import { beginning, fill, tableOf } from "./switch-table.ts";

/** What is told when a table is not as it must be, and that the work goes on once it is. */
export function failuresContract({ db }: Place): void {
  describe("a table that does not fit", () => {
    it("is told by one message: no primary key", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(`ALTER TABLE ${name} DROP CONSTRAINT ingested_records_pkey`);
      const upsert = await errorOf(upsertProducts(db(), [product("3")], { table }));
      expect(upsert.code).toBe("PRIMARY_KEY_MISSING");
      expect(upsert.hint).toContain("unique index");
      const begin = await errorOf(prepareNextEmbeddings(db(), beginning(table)));
      expect(begin.code).toBe("SWITCH_OBSTACLE");
      expect(begin.message).toContain(`it has no unique index on "id"`);
      await db().query(`ALTER TABLE ${name} ADD PRIMARY KEY (id)`);
      await prepareNextEmbeddings(db(), beginning(table));
      expect(await fill(db(), table)).toBe(2);
    });

    it("is told by one message: a view instead of a table", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      const view = { ...table, table: "seen" };
      await db().query(`CREATE VIEW "${table.schema}".seen AS
        SELECT DISTINCT ON (id) * FROM "${table.schema}".ingested_records`);
      expect(await all(streamProducts(db(), { table: view }))).toHaveLength(2);
      const upsert = await errorOf(upsertProducts(db(), [product("1")], { table: view }));
      expect(upsert.message).toContain(`view "seen"`);
      const vectors = {
        ids: ["1"],
        content: { data: Float32Array.of(1, 2), rows: 1, dimensions: 2 },
      };
      const write = await errorOf(writeEmbeddings(db(), vectors, { table: view }));
      expect(write.message).toContain(`view "seen"`);
      const begin = await errorOf(prepareNextEmbeddings(db(), beginning(view)));
      expect(begin.code).toBe("SWITCH_OBSTACLE");
      expect(begin.message).toContain("it is a view, not an ordinary table");
      await db().query(`DROP VIEW "${table.schema}".seen`);
      await prepareNextEmbeddings(db(), beginning(table));
    });

    it("is told by one message: vectors of another width", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      const error = await errorOf(createCorpusTable(db(), { table, dimensions: 384 }));
      expect(error.code).toBe("DIMENSION_MISMATCH");
      for (const part of ["384", "2", "content_embedding"]) expect(error.message).toContain(part);
      const content = { data: new Float32Array(3), rows: 1, dimensions: 3 };
      const writing = writeEmbeddings(db(), { ids: ["1"], content }, { table });
      expect(await codeOf(writing)).toBe("DIMENSION_MISMATCH");
      const searching = searchDense(db(), { table, vector: new Float32Array(3) });
      expect(await codeOf(searching)).toBe("DIMENSION_MISMATCH");
    });

    it("is told by one message: there is none, or none of pgvector's columns", async () => {
      const table = freshTable();
      const missing = await errorOf(upsertProducts(db(), [product("1")], { table }));
      expect(missing.code).toBe("TABLE_MISSING");
      await db().query(`CREATE SCHEMA "${table.schema}"`);
      await db().query(`CREATE TABLE "${table.schema}".ingested_records
        (id text PRIMARY KEY, title text, description text, category text, tags text[],
         searchable_content text, source_file text, status text, updated_at timestamptz,
         content_embedding float4[], title_embedding float4[])`);
      const vector = Float32Array.of(1, 2);
      const searching = await errorOf(searchDense(db(), { table, vector }));
      expect(searching.code).toBe("COLUMN_TYPE_MISMATCH");
      expect(searching.message).toContain("content_embedding");
    });
  });
}
