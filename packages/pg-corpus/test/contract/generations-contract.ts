import { describe, expect, it } from "vitest";
import type { Session, TableNames } from "../../src/index.ts";
import {
  activateNextEmbeddings,
  countProducts,
  countReembedding,
  describeReembedding,
  dropUnusedEmbeddings,
  measureRecall,
  measureReembedding,
  nextIndexes,
  prepareNextEmbeddings,
  quoteIdentifier,
  readActiveModel,
  restorePreviousEmbeddings,
  sampleReembedded,
  searchCorpus,
  searchDense,
  staleProducts,
  streamEmbeddings,
  upsertProducts,
  writeEmbeddings,
  writeNextEmbeddings,
} from "../../src/index.ts";
import { beginGeneration, buildIndexes, completeVectors } from "./generation-steps.ts";
import type { Place } from "./place.ts";
import { all, codeOf, errorOf, product } from "./place.ts";
import { beginning, embed, fill, model, shapeOf, tableOf, vectorOf } from "./switch-table.ts";
import type { TestTable } from "./switch-table.ts";

/** What a switch by generations promises on every kind of database. */
export function generationsContract({ db }: Place): void {
  const begin = (table: TableNames, other = model) => beginGeneration(db(), table, other);
  const build = (table: TableNames) => buildIndexes(db(), table);
  const complete = (table: TableNames) => completeVectors(db(), table);
  const relations = async ({ schema }: TestTable) => {
    const rows = await db().query<{ name: string }>(
      `SELECT relname::text AS "name" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = $1 AND relkind IN ('r', 'v') AND relname LIKE '%\\_\\_%' ORDER BY 1`,
      [schema],
    );
    return rows.map(({ name }) => name);
  };
  const other = { ...model, name: "wider", fingerprint: "e".repeat(64), dimensions: 5 };

  describe("a generation", () => {
    it("fills tables of its own; the product table stays as it is to the byte", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      const before = [await shapeOf(db(), table), await rowVersions(db(), table)];
      const job = await begin(table);
      expect(job).toMatchObject({ strategy: "generations", generation: 1, state: "loading" });
      await complete(table);
      await activateNextEmbeddings(db(), { table });
      expect([await shapeOf(db(), table), await rowVersions(db(), table)]).toEqual(before);
      expect(await relations(table)).toEqual([
        "ingested_records__active",
        "ingested_records__content_1",
        "ingested_records__title_1",
      ]);
      expect(await readActiveModel(db(), { table })).toMatchObject({ ...model, generation: 1 });
    });

    it("is what searches read from the switch on, and what the view shows", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      const vector = vectorOf("Title of 2");
      const find = { table, column: "title", vector, topK: 1 } as const;
      await begin(table);
      await complete(table);
      const former = { table, vector: Float32Array.of(1, 0) };
      expect((await searchCorpus(db(), former)).map((hit) => hit.fingerprint)).toEqual([
        null,
        null,
        null,
      ]);
      await activateNextEmbeddings(db(), { table });
      for (const method of ["exact", "approximate"] as const) {
        const [best] = await searchCorpus(db(), { ...find, method });
        expect(best).toMatchObject({ docId: "2", fingerprint: model.fingerprint });
      }
      expect((await searchDense(db(), find))[0]?.docId).toBe("2");
      const fused = { table, vector, column: "fused", filter: { excludedIds: ["1"] } } as const;
      expect(await searchCorpus(db(), { ...fused, method: "approximate" })).toHaveLength(2);
      const [batch] = await all(streamEmbeddings(db(), { table, column: "title" }));
      expect(batch?.vectors.data.slice(3, 6)).toEqual(vector);
      expect((await countProducts(db(), { table })).withEmbedding).toBe(3);
      expect(await codeOf(searchCorpus(db(), former))).toBe("DIMENSION_MISMATCH");
      const [row] = await db().query(
        `SELECT title_embedding::text AS "vector" FROM "${table.schema}".ingested_records__active
         WHERE id = '2'`,
      );
      expect(JSON.parse(row?.vector as string)).toHaveLength(3);
    });

    it("goes back to the former one, and forth, and is dropped when it is not used", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      await begin(table);
      await complete(table);
      await activateNextEmbeddings(db(), { table });
      expect((await dropUnusedEmbeddings(db(), { table })).dropped).toEqual([]);
      const first = await readActiveModel(db(), { table });
      // No strategy is asked for: it goes on as it was.
      const second = await prepareNextEmbeddings(db(), { ...beginning(table), model: other });
      expect(second).toMatchObject({ strategy: "generations", generation: 2 });
      await fillWide(table);
      await build(table);
      const vector = Float32Array.of(1, 0, 0, 0, 0);
      const next = { ...table, columns: { contentEmbedding: "content_embedding__next" } };
      const recall = await measureRecall(db(), { table: next, queries: [vector] });
      expect(recall?.index).toBe("ingested_records__content_2_index");
      await activateNextEmbeddings(db(), { table });
      const previous = { ...table, columns: { contentEmbedding: "content_embedding__previous" } };
      const narrow = Float32Array.of(1, 0, 0);
      const found = await measureRecall(db(), { table: previous, queries: [narrow] });
      expect(found?.index).toBe("ingested_records__content_1_index");
      expect(await searchDense(db(), { table, vector })).toHaveLength(2);
      const { active } = await restorePreviousEmbeddings(db(), { table });
      expect(active).toEqual(first);
      expect(await readActiveModel(db(), { table })).toEqual(first);
      expect(await searchDense(db(), { table, vector: narrow })).toHaveLength(2);
      await activateNextEmbeddings(db(), { table });
      const { dropped } = await dropUnusedEmbeddings(db(), { table });
      expect(dropped).toEqual(["ingested_records__content_1", "ingested_records__title_1"]);
      expect(await relations(table)).toEqual([
        "ingested_records__active",
        "ingested_records__content_2",
        "ingested_records__title_2",
      ]);
      expect(await searchDense(db(), { table, vector })).toHaveLength(2);
      expect(await readActiveModel(db(), { table })).toMatchObject({ ...other, generation: 2 });
    });

    it("takes along what was changed, inserted and deleted, before a switch and after it", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      await begin(table);
      await complete(table);
      const change = async () => {
        await upsertProducts(db(), [product("2", { title: "Other" }), product("new")], { table });
        await db().query(`DELETE FROM "${table.schema}".ingested_records WHERE id = '3'`);
      };
      await change();
      expect(await countReembedding(db(), { table })).toEqual({ active: 3, ready: 1, stale: 2 });
      expect(await fill(db(), table)).toBe(2);
      await activateNextEmbeddings(db(), { table });
      const [kept] = await db().query(
        `SELECT count(*)::int AS "rows" FROM "${table.schema}".ingested_records__content_1`,
      );
      expect(kept?.rows).toBe(3);
      await upsertProducts(db(), [product("1", { title: "Late" })], { table });
      // Its vector was made from the former text, and so is not shown any more.
      const late = { table, column: "title", vector: vectorOf("Late") } as const;
      expect((await searchDense(db(), late)).map(({ docId }) => docId)).not.toContain("1");
      expect(await countReembedding(db(), { table })).toEqual({ active: 3, ready: 2, stale: 1 });
      expect(await fill(db(), table)).toBe(1);
      expect((await searchDense(db(), { ...late, topK: 1 }))[0]?.docId).toBe("1");
      const [content, title] = await measureReembedding(db(), { table });
      expect([content?.count, title?.count, content?.dimensions]).toEqual([3, 3, [3]]);
      const sample = await sampleReembedded(db(), { table, size: 9, seed: "1" });
      for (const one of sample) expect(one.title).toEqual(vectorOf(one.product.title));
    });

    it("gets the vectors of writers that know its model; others are refused", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      await begin(table);
      await complete(table);
      await activateNextEmbeddings(db(), { table });
      await upsertProducts(db(), [product("3")], { table });
      const content = { data: Float32Array.of(0, 0, 1, 0, 0, 1), rows: 2, dimensions: 3 };
      const vectors = { ids: ["3", "nobody"], content, title: content };
      const refused = writeEmbeddings(db(), vectors, { table, fingerprint: "0" });
      expect(await codeOf(refused)).toBe("MODEL_MISMATCH");
      const options = { table, fingerprint: model.fingerprint };
      const written = await writeEmbeddings(db(), vectors, options);
      expect(written).toEqual({ written: 1, missing: ["nobody"] });
      const vector = Float32Array.of(0, 0, 1);
      expect((await searchDense(db(), { table, vector, topK: 1 }))[0]?.docId).toBe("3");
    });

    it("is not activated without its indexes, and others do not come in between", async () => {
      const table = await tableOf(db(), ["1"]);
      await begin(table);
      await fill(db(), table);
      const states = async () => (await nextIndexes(db(), { table })).map(({ state }) => state);
      expect(await states()).toEqual(["missing", "missing"]);
      expect(await codeOf(activateNextEmbeddings(db(), { table }))).toBe("SWITCH_INCOMPLETE");
      const columns = { ...beginning(table), strategy: "columns" } as const;
      expect(await codeOf(prepareNextEmbeddings(db(), columns))).toBe("REEMBEDDING_STATE");
      await build(table);
      expect(await states()).toEqual(["valid", "valid"]);
      await activateNextEmbeddings(db(), { table });
      await dropUnusedEmbeddings(db(), { table });
      const error = await errorOf(prepareNextEmbeddings(db(), { ...columns, model: other }));
      expect(error.code).toBe("SWITCH_OBSTACLE");
      expect(error.message).toContain("generation 1");
    });

    it("that was begun and given up leaves the present vectors", async () => {
      const table = await tableOf(db(), ["1", "2"]);
      await begin(table);
      await fill(db(), table);
      expect((await describeReembedding(db(), { table })).unused).toEqual([
        "ingested_records__content_1",
        "ingested_records__title_1",
      ]);
      await dropUnusedEmbeddings(db(), { table });
      expect(await relations(table)).toEqual(["ingested_records__active"]);
      expect(await searchDense(db(), { table, vector: Float32Array.of(1, 0) })).toHaveLength(2);
      await begin(table);
      await complete(table);
      await activateNextEmbeddings(db(), { table });
    });
  });

  async function fillWide(table: TableNames): Promise<void> {
    const stale = await staleProducts(db(), { table });
    const data = Float32Array.from({ length: stale.length * 5 }, (_, index) => 1 / (index + 1));
    const wide = { data, rows: stale.length, dimensions: 5 };
    const vectors = { ...(await embed(stale)), content: wide, title: wide };
    await db().transaction((session) => writeNextEmbeddings(session, vectors, { table }));
  }
}

/** Which version of each row there is, and where: an update would change it. */
async function rowVersions(session: Session, { schema }: TestTable) {
  const name = `${quoteIdentifier(schema)}.ingested_records`;
  const rows = await session.query(
    `SELECT id, ctid::text AS "place", xmin::text AS "version" FROM ${name} ORDER BY id`,
  );
  return rows.map((row) => ({ ...row }));
}
