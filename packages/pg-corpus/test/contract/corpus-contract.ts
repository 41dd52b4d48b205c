import { compareDocIds } from "@searchfit/ir-metrics";
import { describe, expect, it } from "vitest";
import {
  countProducts,
  createCorpusTable,
  productsWithoutEmbeddings,
  streamProducts,
  upsertProducts,
  writeEmbeddings,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { all, codeOf, errorOf, freshTable, product } from "./place.ts";

const two = (...values: number[]) => ({
  data: Float32Array.from(values),
  rows: values.length / 2,
  dimensions: 2,
});

/** What the table of products promises on every kind of database. */
export function corpusContract({ db }: Place): void {
  describe("createCorpusTable", () => {
    it("makes the table once, and tells why another does not fit", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      await createCorpusTable(db(), { table, dimensions: 2 });
      await upsertProducts(db(), [product("p1")], { table });
      const wider = await errorOf(createCorpusTable(db(), { table, dimensions: 3 }));
      expect(wider.code).toBe("DIMENSION_MISMATCH");
      expect(wider.message).toContain("vector(2)");
      expect((await countProducts(db(), { table })).total).toBe(1);
    });

    it("names every column that an existing table lacks", async () => {
      const table = freshTable();
      await db().query(`CREATE SCHEMA "${table.schema}"`);
      await db().query(
        `CREATE TABLE "${table.schema}".ingested_records (id text, title text, status text, description text, category text)`,
      );
      const error = await errorOf(createCorpusTable(db(), { table, dimensions: 2 }));
      expect(error.code).toBe("COLUMN_MISSING");
      expect(error.details?.missing).toEqual([
        "tags",
        "searchable_content",
        "source_file",
        "content_embedding",
        "title_embedding",
        "updated_at",
      ]);
    });
  });

  describe("streamProducts", () => {
    it("goes on after any id in its own order, as if it had not been stopped", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const ids = ["a", "B", "é", "10", "9", "'", "z"];
      const products = ids.map((id) => product(id));
      await upsertProducts(db(), products, { table });
      const idsAfter = async (after?: string) => {
        const start = after === undefined ? {} : { after };
        const options = { table, requireEmbedding: false, ...start };
        return (await all(streamProducts(db(), options))).map(({ id }) => id);
      };
      const everything = await idsAfter();
      expect(everything).toHaveLength(7);
      for (const [index, id] of everything.entries())
        expect(await idsAfter(id)).toEqual(everything.slice(index + 1));
      expect(await idsAfter("5 was deleted")).toEqual(everything.filter((id) => id > "5"));
    });
  });

  describe("upsertProducts", () => {
    it("inserts, updates and leaves alone", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const products = [product("p1"), product("p2"), product("p3")];
      const changed = [product("p1"), product("p2", { tags: ["new"] }), product("p4")];
      expect(await upsertProducts(db(), products, { table, batchSize: 2 })).toEqual({
        inserted: 3,
        updated: 0,
        unchanged: 0,
      });
      expect(await upsertProducts(db(), products, { table })).toMatchObject({ unchanged: 3 });
      expect(await upsertProducts(db(), changed, { table })).toEqual({
        inserted: 1,
        updated: 1,
        unchanged: 1,
      });
    });

    it("brings every product back as it was given", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const hostile = `'; DROP TABLE "x"; -- \\N \t\n\u2028 {"a",NULL} é 😀`;
      const products = [
        product("1", { tags: ["a", "", 'b,"c"', "NULL"], category: hostile }),
        product("2", { description: hostile, title: hostile, source_file: hostile }),
        product("3", { searchable_content: "" }),
      ];
      await upsertProducts(db(), products, { table });
      expect(await all(streamProducts(db(), { table, requireEmbedding: false }))).toEqual(products);
    });

    it("keeps the last form of a product that is given twice", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const products = ["a", "b", "c"].map((title) => product("p1", { title }));
      await upsertProducts(db(), products, { table, batchSize: 2 });
      const found = await all(streamProducts(db(), { table, requireEmbedding: false }));
      expect(found.map(({ title }) => title)).toEqual(["c"]);
    });

    it("empties exactly the vectors whose text changed", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const ids = ["same", "tags", "text", "title"];
      await upsertProducts(
        db(),
        ids.map((id) => product(id)),
        { table },
      );
      const matrix = two(1, 0, 1, 0, 1, 0, 1, 0);
      await writeEmbeddings(db(), { ids, content: matrix, title: matrix }, { table });
      const changed = [
        product("same"),
        product("tags", { tags: ["x"], category: "y" }),
        product("text", { searchable_content: "other" }),
        product("title", { title: "other" }),
      ];
      await upsertProducts(db(), changed, { table });
      const rows = await db().query(
        `SELECT id, content_embedding IS NULL AS content, title_embedding IS NULL AS title
         FROM "${table.schema}".ingested_records ORDER BY id`,
      );
      expect(rows.map((row) => ({ ...row }))).toEqual([
        { id: "same", content: false, title: false },
        { id: "tags", content: false, title: false },
        { id: "text", content: true, title: false },
        { id: "title", content: true, title: true },
      ]);
      const open = await all(productsWithoutEmbeddings(db(), { table }));
      expect(open.map(({ id }) => id)).toEqual(["text", "title"]);
    });

    it("refuses text that PostgreSQL cannot keep, and writes nothing of its batch", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      for (const bad of ["a\0b", "half \ud800"]) {
        const products = [product("p1"), product("p2", { description: bad })];
        const error = await errorOf(upsertProducts(db(), products, { table }));
        expect(error.code).toBe("INVALID_VALUE");
        expect(error.details).toEqual({ id: "p2", field: "description" });
      }
      expect((await countProducts(db(), { table })).total).toBe(0);
    });

    it("stops between two batches and keeps what is done", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const controller = new AbortController();
      const products = ["1", "2", "3"].map((id) => product(id));
      const seen: unknown[] = [];
      const stopped = upsertProducts(db(), products, {
        table,
        batchSize: 1,
        signal: controller.signal,
        onProgress: (progress) => {
          seen.push(progress);
          if (progress.done === 2) controller.abort();
        },
      });
      await expect(stopped).rejects.toThrow(/abort/iu);
      expect(seen).toEqual([
        { done: 1, total: 3 },
        { done: 2, total: 3 },
      ]);
      expect((await countProducts(db(), { table })).total).toBe(2);
    });
  });

  describe("streamProducts", () => {
    it("orders text ids by their bytes, not by the database's collation", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const ids = ["b", "A", "a", "é", "e", "z", "10", "9", "_", "\uffff", "😀", "a b", "ab", "-1"];
      await upsertProducts(
        db(),
        ids.map((id) => product(id)),
        { table },
      );
      const found = await all(
        streamProducts(db(), { table, requireEmbedding: false, batchSize: 3 }),
      );
      expect(found.map(({ id }) => id)).toEqual(ids.toSorted(compareDocIds));
    });

    it("gives only active products that have a vector", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      const ids = ["1", "2", "3", "4"];
      await upsertProducts(
        db(),
        ids.map((id) => product(id)),
        { table },
      );
      await writeEmbeddings(db(), { ids: ["1", "2"], content: two(1, 0, 0, 1) }, { table });
      await db().query(
        `UPDATE "${table.schema}".ingested_records SET status = 'deleted' WHERE id IN ('2', '4')`,
      );
      expect((await all(streamProducts(db(), { table }))).map(({ id }) => id)).toEqual(["1"]);
      expect(await countProducts(db(), { table })).toEqual({
        total: 4,
        active: 2,
        withEmbedding: 1,
        withoutEmbeddings: 2,
      });
    });

    it("tells in which schema the table is when it is not where it was looked for", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table: { ...table, table: "only here" }, dimensions: 2 });
      const error = await errorOf(all(streamProducts(db(), { table: { table: "only here" } })));
      expect(error.code).toBe("TABLE_MISSING");
      expect(error.hint).toContain(table.schema);
      expect(await codeOf(all(streamProducts(db(), { table: { table: "nowhere" } })))).toBe(
        "TABLE_MISSING",
      );
    });
  });
}
