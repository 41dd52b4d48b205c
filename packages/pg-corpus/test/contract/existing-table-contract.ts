import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TableNames } from "../../src/index.ts";
import {
  createCorpusTable,
  idCondition,
  quoteIdentifier,
  resolveTableNames,
  streamEmbeddings,
  streamProducts,
  upsertProducts,
  writeEmbeddings,
} from "../../src/index.ts";
import { explaining } from "./explaining.ts";
import type { Place } from "./place.ts";
import { all, codeOf, errorOf, freshTable, product } from "./place.ts";

const bare: NonNullable<TableNames["columns"]> = {
  description: null,
  category: null,
  tags: null,
  searchableContent: null,
  sourceFile: null,
  status: null,
  titleEmbedding: null,
  updatedAt: null,
};

const pair = { data: Float32Array.of(1, 2, 3, 4), rows: 2, dimensions: 2 };

/** What tables that somebody else made may look like. */
export function existingTableContract({ db, runs }: Place): void {
  describe("a table that was there before", () => {
    const ids = {
      integer: ["9", "10"],
      bigint: ["-1", "9007199254740993"],
      uuid: ["00000000-0000-4000-8000-000000000009", "a0000000-0000-4000-8000-000000000001"],
      "varchar(20)": ["B", "a"],
      "char(8)": ["B", "a"],
    };
    for (const [type, [first = "", second = ""]] of Object.entries(ids)) {
      it(`may have ids of type ${type}`, async () => {
        const table = { ...freshTable(), columns: { ...bare, id: "Key" } };
        await make(table, `"Key" ${type} PRIMARY KEY, title text, content_embedding vector(2)`);
        const products = [product(second), product(first)].map((one) => ({
          ...one,
          searchable_content: "",
        }));
        expect(await upsertProducts(db(), products, { table })).toMatchObject({ inserted: 2 });
        expect(await upsertProducts(db(), products, { table })).toMatchObject({ unchanged: 2 });
        const vectors = { ids: [first, second], content: pair };
        expect(await writeEmbeddings(db(), vectors, { table })).toEqual({
          written: 2,
          missing: [],
        });
        const found = await all(streamProducts(db(), { table }));
        expect(found.map(({ id }) => id)).toEqual([first, second]);
        const [batch] = await all(streamEmbeddings(db(), { table }));
        expect(batch).toEqual({ ids: [first, second], vectors: pair });
        const { db: watched, plans } = explaining(db(), "WHERE", ["seqscan"]);
        const one = await watched.transaction(async (session) => {
          const names = resolveTableNames(table);
          const among = await idCondition(session, names, "$1");
          return session.query(`SELECT title FROM ${names.quoted} WHERE ${among}`, [[second]]);
        });
        expect(one).toMatchObject([{ title: `Title of ${second}` }]);
        expect(plans.at(-1)).toContain("ingested_records_pkey");
      });
    }

    it("tells which id does not fit its type", async () => {
      const table = { ...freshTable(), columns: bare };
      await make(table, "id integer PRIMARY KEY, title text, content_embedding vector(2)");
      const error = await errorOf(upsertProducts(db(), [product("B00X")], { table }));
      expect(error.code).toBe("INVALID_VALUE");
      expect(error.message).toContain('"B00X"');
    });

    it("does not cut a title that is too long for its column", async () => {
      const table = { ...freshTable(), columns: bare };
      await make(table, "id text PRIMARY KEY, title varchar(5), content_embedding vector(2)");
      const long = product("1", { title: "abcdefgh" });
      expect(await codeOf(upsertProducts(db(), [long], { table }))).toBe("INVALID_VALUE");
    });

    it("may keep tags as jsonb, and columns of its own", async () => {
      const table = { ...freshTable(), columns: { ...bare, tags: "labels" } };
      await make(
        table,
        "id text PRIMARY KEY, title text, labels jsonb, content_embedding vector(2), price int DEFAULT 7",
      );
      const tagged = product("1", { tags: ["a", 'b"'], searchable_content: "" });
      await upsertProducts(db(), [tagged], { table });
      expect(await upsertProducts(db(), [tagged], { table })).toMatchObject({ unchanged: 1 });
      expect(await all(streamProducts(db(), { table, requireEmbedding: false }))).toEqual([tagged]);
      await db().query(`UPDATE "${table.schema}".ingested_records SET labels = '{"no": "array"}'`);
      const [found] = await all(streamProducts(db(), { table, requireEmbedding: false }));
      expect(found?.tags).toEqual([]);
      expect(
        await db().query(`SELECT price FROM "${table.schema}".ingested_records`),
      ).toMatchObject([{ price: 7 }]);
    });

    it("may have NULL everywhere but in its id", async () => {
      const table = freshTable();
      await createCorpusTable(db(), { table, dimensions: 2 });
      await db().query(
        `INSERT INTO "${table.schema}".ingested_records (id, tags, content_embedding)
         VALUES ('1', NULL, '[1,2]'), ('2', '{NULL,x}', '[1,2]')`,
      );
      const nothing = { description: null, category: null, source_file: null };
      expect(await all(streamProducts(db(), { table }))).toEqual([
        { id: "1", title: "", tags: [], searchable_content: "", ...nothing },
        { id: "2", title: "", tags: ["x"], searchable_content: "", ...nothing },
      ]);
    });

    it("is read but not upserted without a unique id", async () => {
      const table = { ...freshTable(), columns: bare };
      await make(table, "id text, title text, content_embedding vector(2)");
      expect(await codeOf(upsertProducts(db(), [product("1")], { table }))).toBe(
        "PRIMARY_KEY_MISSING",
      );
      expect(await all(streamProducts(db(), { table }))).toEqual([]);
    });
  });

  describe("names", () => {
    it("may be anything that PostgreSQL allows, and hurt nobody", async () => {
      await db().query("CREATE TABLE canary (alive bool DEFAULT true)");
      await db().query("INSERT INTO canary DEFAULT VALUES");
      const hostile = fc.constantFrom(
        '"',
        "'",
        ";",
        ".",
        "--",
        "\\",
        "$$",
        "\n",
        "é",
        "😀",
        " ",
        "A",
        "x",
      );
      const name = fc
        .array(hostile, { minLength: 1, maxLength: 14 })
        .map((parts) => parts.join(""));
      const names = fc.uniqueArray(name, { minLength: 5, maxLength: 5 });
      const property = fc.asyncProperty(names, async ([schema, table, id, title, vector]) => {
        const columns = { ...bare, id: id!, title: title!, contentEmbedding: vector! };
        const place = { schema: `s${schema!}`, table: table!, columns };
        await createCorpusTable(db(), { table: place, dimensions: 2 });
        await upsertProducts(db(), [product("1", { searchable_content: "" })], { table: place });
        const content = { data: Float32Array.of(1, 2), rows: 1, dimensions: 2 };
        await writeEmbeddings(db(), { ids: ["1"], content }, { table: place });
        const found = await all(streamProducts(db(), { table: place }));
        expect(found.map((one) => one.title)).toEqual(["Title of 1"]);
        await db().query(`DROP SCHEMA ${quoteIdentifier(place.schema)} CASCADE`);
      });
      await fc.assert(property, { numRuns: runs, seed: 7 });
      expect((await db().query("SELECT alive FROM canary")).length).toBe(1);
    });
  });

  async function make(table: { readonly schema: string }, columns: string): Promise<void> {
    await db().query("CREATE EXTENSION IF NOT EXISTS vector");
    await db().query(`CREATE SCHEMA "${table.schema}"`);
    await db().query(`CREATE TABLE "${table.schema}".ingested_records (${columns})`);
  }
}
