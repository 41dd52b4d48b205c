import { describe, expect, it } from "vitest";
import type { Session, TableNames } from "../../src/index.ts";
import {
  activateNextEmbeddings,
  createCorpusTable,
  dropUnusedEmbeddings,
  measureRecall,
  nextIndexes,
  readActiveModel,
  searchCorpus,
  staleProducts,
  streamEmbeddings,
  upsertProducts,
  writeNextEmbeddings,
} from "../../src/index.ts";
import { beginGeneration, buildIndexes, completeVectors } from "./generation-steps.ts";
import type { Place } from "./place.ts";
import { all, errorOf, freshTable, product } from "./place.ts";
import { embed, model, tableOf, vectorOf } from "./switch-table.ts";

/** What tables, indexes and names generations work with, on every kind of database. */
export function generationTablesContract({ db }: Place): void {
  const begin = (table: TableNames, other = model) => beginGeneration(db(), table, other);
  const build = (table: TableNames) => buildIndexes(db(), table);
  const complete = (table: TableNames) => completeVectors(db(), table);

  describe("a generation of any table", () => {
    it("is searched by its own index", async () => {
      const ids = Array.from({ length: 3000 }, (_, index) => `${index}`);
      const table = await tableOf(db(), ids);
      await begin(table, { ...model, dimensions: 3 });
      const stale = await staleProducts(db(), { table, limit: 3000 });
      const vectors = await embed(stale);
      expect(
        await db().transaction((session) => writeNextEmbeddings(session, vectors, { table })),
      ).toBe(3000);
      await build(table);
      await activateNextEmbeddings(db(), { table });
      await db().query(`ANALYZE "${table.schema}".ingested_records`);
      const vector = vectorOf("Text of 77");
      for (const filter of [{}, { excludedIds: ["5"] }]) {
        const plans: string[] = [];
        const search = { table, vector, method: "approximate", column: "fused", filter } as const;
        await searchCorpus(explaining(plans), search);
        expect(plans.join("\n")).toContain("ingested_records__content_1_index");
        expect(plans.join("\n")).toContain("ingested_records__title_1_index");
      }
      const recall = await measureRecall(db(), { table, queries: [vector], topK: 5 });
      expect(recall).toMatchObject({ index: "ingested_records__content_1_index", queries: 1 });
    });

    it("has indexes like the present ones, of half precision, too", async () => {
      const names = freshTable();
      await createCorpusTable(db(), { table: names, dimensions: 3 });
      const name = `"${names.schema}".ingested_records`;
      for (const column of ["content_embedding", "title_embedding"])
        await db().query(`ALTER TABLE ${name} ALTER ${column} TYPE halfvec(3)`);
      await upsertProducts(db(), [product("1"), product("2")], { table: names });
      await db().query(
        `CREATE INDEX ON ${name} USING hnsw (content_embedding halfvec_ip_ops) WITH (m = 9) WHERE status = 'active'`,
      );
      await begin(names);
      const [content, title] = await nextIndexes(db(), { table: names });
      expect(content?.definition).toMatch(/halfvec_ip_ops\) WITH \(m='9'\)$/u);
      expect(title?.definition).toContain("halfvec_cosine_ops");
      await complete(names);
      await activateNextEmbeddings(db(), { table: names });
      const [batch] = await all(streamEmbeddings(db(), { table: names }));
      const expected = [...vectorOf("Text of 1"), ...vectorOf("Text of 2")];
      for (const [index, value] of expected.entries())
        expect(batch?.vectors.data[index]).toBeCloseTo(value, 3);
    });

    it.each(["integer", "bigint", "smallint", "uuid", "varchar(40)"])(
      "works with ids of type %s",
      async (type) => {
        const names = freshTable();
        await createCorpusTable(db(), { table: names, dimensions: 3 });
        const name = `"${names.schema}".ingested_records`;
        await db().query(`ALTER TABLE ${name} ALTER id TYPE ${type} USING id::${type}`);
        const id = (one: number) =>
          type === "uuid" ? `00000000-0000-4000-8000-00000000000${one}` : `${one}`;
        const text = (one: number) => "word ".repeat(60 * one);
        const products = [1, 2, 3].map((one) =>
          product(id(one), { searchable_content: text(one) }),
        );
        await upsertProducts(db(), products, { table: names });
        await begin(names);
        await complete(names);
        await activateNextEmbeddings(db(), { table: names });
        const vector = vectorOf(text(2));
        const [best] = await searchCorpus(db(), { table: names, vector, method: "approximate" });
        expect(best?.docId).toBe(id(2));
      },
    );

    it("is refused where it cannot be, with all reasons", async () => {
      const table = await tableOf(db(), ["1"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`);
      await db().query(`CREATE TABLE "${table.schema}".ingested_records__content_1 ()`);
      await db().query(`ALTER TABLE ${name} ALTER id TYPE numeric USING id::numeric`);
      const error = await errorOf(begin(table));
      expect(error.code).toBe("SWITCH_OBSTACLE");
      for (const part of ["row security", "ingested_records__content_1", "numeric"])
        expect(error.message).toContain(part);
    });

    it("works with names of any kind and of full length", async () => {
      const columns = { contentEmbedding: `é"${"x".repeat(60)}`, titleEmbedding: "t.e; --" };
      const names = { schema: `s"${freshTable().schema}`, table: "t".repeat(60), columns };
      const table = await tableOf(db(), ["1", "2"], names);
      for (let turn = 0; turn < 2; turn += 1) {
        await begin(table);
        await complete(table);
        await activateNextEmbeddings(db(), { table });
        const search = { table, vector: vectorOf("Text of 2"), method: "approximate" } as const;
        expect((await searchCorpus(db(), search))[0]?.docId).toBe("2");
        await dropUnusedEmbeddings(db(), { table });
      }
      expect((await readActiveModel(db(), { table }))?.generation).toBe(2);
    });
  });

  /** The database, with the plan of each search noted. */
  function explaining(plans: string[]): ReturnType<Place["db"]> {
    const noting = (session: Session): Session => ({
      ...session,
      query: async (sql, params) => {
        if (sql.includes('"contentScore"')) {
          const lines = await session.query(`EXPLAIN ${sql}`, params);
          plans.push(...lines.map((line) => String(Object.values(line)[0])));
        }
        return session.query(sql, params);
      },
    });
    const base = db();
    return {
      ...base,
      transaction: (run, options) => base.transaction((session) => run(noting(session)), options),
    };
  }
}
