import { describe, expect, it } from "vitest";
import type { TableNames } from "../../src/index.ts";
import {
  activateNextEmbeddings,
  countReembedding,
  describeReembedding,
  dropUnusedEmbeddings,
  nextIndexes,
  prepareNextEmbeddings,
  readActiveModel,
  restorePreviousEmbeddings,
  searchDense,
  staleProducts,
  streamEmbeddings,
  upsertProducts,
  writeNextEmbeddings,
} from "../../src/index.ts";
import { buildIndexes } from "./generation-steps.ts";
import type { Place } from "./place.ts";
import { all, codeOf, errorOf, freshTable, product } from "./place.ts";
import {
  beginning,
  fill,
  liveVectors,
  model,
  nullShares,
  shapeOf,
  tableOf,
  vectorOf,
} from "./switch-table.ts";

/** What a switch to another model promises on every kind of database. */
export function switchOverContract({ db }: Place): void {
  const build = (table: TableNames) => buildIndexes(db(), table);

  describe("a switch", () => {
    it("shows readers the new vectors under the old names, with equal indexes", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      const name = `"${table.schema}".ingested_records`;
      const operators = ["hnsw (content_embedding vector_cosine_ops) WITH (m = 8)"];
      operators.push("hnsw ((title_embedding::halfvec(2)) halfvec_l2_ops) WHERE status = 'active'");
      for (const [index, definition] of operators.entries())
        await db().query(`CREATE INDEX "vectors ${index}" ON ${name} USING ${definition}`);
      await db().query(`CREATE INDEX "words" ON ${name} (title)`);
      const shape = await shapeOf(db(), table);
      const same = { ...beginning(table), model: { ...model, dimensions: 2 } };
      await prepareNextEmbeddings(db(), same);
      const planned = await nextIndexes(db(), { table });
      expect(planned.map(({ state }) => state)).toEqual(["missing", "missing"]);
      expect(planned[0]?.definition).toContain("content_embedding__next");
      expect(await build(table)).toHaveLength(2);
      expect(await build(table)).toHaveLength(0);
      const ids = ["1", "2", "3"];
      const sources = (await staleProducts(db(), { table })).map(({ source }) => source);
      const twoWide = (value: number) => ({
        data: new Float32Array(6).fill(value),
        rows: 3,
        dimensions: 2,
      });
      const vectors = { ids, sources, content: twoWide(1), title: twoWide(2) };
      await db().transaction((session) => writeNextEmbeddings(session, vectors, { table }));
      expect(await activateNextEmbeddings(db(), { table })).toMatchObject({ attempts: 1 });
      const [content] = await all(streamEmbeddings(db(), { table }));
      expect(content?.vectors.data).toEqual(Float32Array.of(1, 1, 1, 1, 1, 1));
      const active = await readActiveModel(db(), { table });
      expect(active).toMatchObject(same.model);
      expect(active?.since).toMatch(/^20\d\d-\d\d-\d\dT/u);
      const columns = await dropUnusedEmbeddings(db(), { table });
      expect(columns.dropped).toHaveLength(3);
      expect(await shapeOf(db(), table)).toEqual(shape);
      expect((await describeReembedding(db(), { table })).reembedding).toBeUndefined();
    });

    it("is not made with gaps, but for a few products that are caught up after it", async () => {
      const table = await tableOf(
        db(),
        Array.from({ length: 65 }, (_, index) => `${index}`),
      );
      await prepareNextEmbeddings(db(), beginning(table));
      const early = await errorOf(activateNextEmbeddings(db(), { table }));
      expect(early.code).toBe("SWITCH_INCOMPLETE");
      expect(early.message).toContain("65 of 65 products");
      await fill(db(), table);
      await upsertProducts(db(), [product("2", { title: "Other" }), product("new")], { table });
      await db().query(`DELETE FROM "${table.schema}".ingested_records WHERE id = '3'`);
      await activateNextEmbeddings(db(), { table });
      expect(await countReembedding(db(), { table })).toEqual({ active: 65, ready: 63, stale: 2 });
      expect(await fill(db(), table)).toBe(2);
      expect(await countReembedding(db(), { table })).toEqual({ active: 65, ready: 65, stale: 0 });
      const vector = vectorOf("Other");
      const [best] = await searchDense(db(), { table, column: "title", vector, topK: 1 });
      expect(best?.docId).toBe("2");
    });

    it("leaves the planner no statistics of the time when the new columns were empty", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      await prepareNextEmbeddings(db(), beginning(table));
      await db().query(`ANALYZE "${table.schema}".ingested_records`); // as autovacuum may at any time
      await fill(db(), table);
      await activateNextEmbeddings(db(), { table });
      expect(await nullShares(db(), table)).toEqual([{ share: 0 }]);
    });

    it("changes nothing when an index is missing", async () => {
      const table = await tableOf(db(), ["1"]);
      await prepareNextEmbeddings(db(), beginning(table));
      await fill(db(), table);
      await db().query(
        `CREATE INDEX late ON "${table.schema}".ingested_records USING hnsw (content_embedding vector_ip_ops)`,
      );
      const before = await shapeOf(db(), table);
      expect(await codeOf(activateNextEmbeddings(db(), { table }))).toBe("SWITCH_INCOMPLETE");
      expect(await shapeOf(db(), table)).toEqual(before);
      expect(await readActiveModel(db(), { table })).toBeUndefined();
      await build(table);
      await activateNextEmbeddings(db(), { table });
    });

    it("back gives the former vectors bit for bit, and may be made again", async () => {
      const table = await tableOf(db(), ["1", "2", "3"]);
      await db().query(
        `CREATE INDEX vectors ON "${table.schema}".ingested_records USING hnsw (content_embedding vector_cosine_ops)`,
      );
      const [before, shape] = [await liveVectors(db(), table), await shapeOf(db(), table)];
      await prepareNextEmbeddings(db(), beginning(table));
      await fill(db(), table);
      await build(table);
      await activateNextEmbeddings(db(), { table });
      const after = await liveVectors(db(), table);
      await upsertProducts(db(), [product("9")], { table });
      expect((await countReembedding(db(), { table })).stale).toBe(1);
      const restored = await restorePreviousEmbeddings(db(), { table });
      expect(restored).toMatchObject({ active: null, attempts: 1 });
      expect(await liveVectors(db(), table)).toEqual(before);
      expect(await readActiveModel(db(), { table })).toBeUndefined();
      expect(await codeOf(restorePreviousEmbeddings(db(), { table }))).toBe("REEMBEDDING_STATE");
      await db().query(`DELETE FROM "${table.schema}".ingested_records WHERE id = '9'`);
      await activateNextEmbeddings(db(), { table });
      expect(await liveVectors(db(), table)).toEqual(after);
      await restorePreviousEmbeddings(db(), { table });
      await dropUnusedEmbeddings(db(), { table });
      expect(await shapeOf(db(), table)).toEqual(shape);
      expect(await liveVectors(db(), table)).toEqual(before);
    });

    it("remembers which model was active before", async () => {
      const table = await tableOf(db(), ["1"]);
      await prepareNextEmbeddings(db(), beginning(table));
      await activateNextEmbeddings(db(), { table });
      await dropUnusedEmbeddings(db(), { table });
      const first = await readActiveModel(db(), { table });
      const other = { ...model, name: "tuned again", fingerprint: "e".repeat(64) };
      await prepareNextEmbeddings(db(), { ...beginning(table), model: other });
      await activateNextEmbeddings(db(), { table });
      expect(await readActiveModel(db(), { table })).toMatchObject(other);
      const { active } = await restorePreviousEmbeddings(db(), { table });
      expect(active).toEqual(first);
      expect(await readActiveModel(db(), { table })).toEqual(first);
    });

    it("works with names of any kind and of full length", async () => {
      const columns = {
        contentEmbedding: `é"${"x".repeat(60)}`,
        titleEmbedding: "t.e; --",
        title: "'Title'",
      };
      const names = { schema: `s"${freshTable().schema}`, table: "a table; drop", columns };
      const table = await tableOf(db(), ["1", "2"], names);
      await db().query(
        `CREATE INDEX "i""${"ü".repeat(30)}" ON "s""${names.schema.slice(2)}"."a table; drop" USING hnsw ("é""${"x".repeat(60)}" vector_cosine_ops)`,
      );
      const shape = await shapeOf(db(), table);
      const same = { ...beginning(table), model: { ...model, dimensions: 3 } };
      await prepareNextEmbeddings(db(), same);
      await fill(db(), table);
      await build(table);
      await activateNextEmbeddings(db(), { table });
      await dropUnusedEmbeddings(db(), { table });
      const wider = shape.map((line) => String(line).replace("vector(2)", "vector(3)"));
      expect((await shapeOf(db(), table)).toSorted()).toEqual(wider.toSorted());
    });
  });

  describe("a re-embedding", () => {
    it("is one at a time, until it is cleaned up", async () => {
      const table = await tableOf(db(), ["1"]);
      await prepareNextEmbeddings(db(), beginning(table));
      const other = { ...beginning(table), model: { ...model, fingerprint: "0" } };
      expect(await codeOf(prepareNextEmbeddings(db(), other))).toBe("REEMBEDDING_STATE");
      await dropUnusedEmbeddings(db(), { table });
      expect((await prepareNextEmbeddings(db(), other)).model.fingerprint).toBe("0");
      const missing = await tableOf(db(), ["1"]);
      for (const step of [
        () => activateNextEmbeddings(db(), { table: missing }),
        () => dropUnusedEmbeddings(db(), { table: missing }),
        () => countReembedding(db(), { table: missing }),
      ])
        expect(await codeOf(step())).toBe("REEMBEDDING_STATE");
    });

    it("tells everything that stands against renaming the columns", async () => {
      const table = await tableOf(db(), ["1"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(`ALTER TABLE ${name} DROP CONSTRAINT ingested_records_pkey`);
      await db().query(`ALTER TABLE ${name} ALTER title_embedding SET NOT NULL`);
      await db().query(`ALTER TABLE ${name} ALTER content_embedding SET DEFAULT '[1,2]'`);
      await db().query(
        `CREATE VIEW "${table.schema}".seen AS SELECT id, content_embedding FROM ${name}`,
      );
      const error = await errorOf(prepareNextEmbeddings(db(), beginning(table)));
      expect(error.code).toBe("SWITCH_OBSTACLE");
      expect(error.details?.obstacles).toHaveLength(4);
      for (const part of ["unique index", "NOT NULL", "default", "view"])
        expect(error.message).toContain(part);
      const view = { ...table, table: "seen", columns: { titleEmbedding: null, status: null } };
      expect(await codeOf(prepareNextEmbeddings(db(), beginning(view)))).toBe("SWITCH_OBSTACLE");
    });

    it("does not take a column that somebody else has made", async () => {
      const table = await tableOf(db(), ["1"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(`ALTER TABLE ${name} ADD content_embedding__next text`);
      const before = await shapeOf(db(), table);
      expect(await codeOf(prepareNextEmbeddings(db(), beginning(table)))).toBe("SWITCH_OBSTACLE");
      expect(await shapeOf(db(), table)).toEqual(before);
    });

    it("warns of triggers that every update fires", async () => {
      const table = await tableOf(db(), ["1"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(
        `CREATE FUNCTION "${table.schema}".touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
      );
      await db().query(
        `CREATE TRIGGER touched BEFORE UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION "${table.schema}".touch()`,
      );
      const { check } = await describeReembedding(db(), { table });
      expect(check.obstacles).toEqual([]);
      expect(check.warnings.join()).toContain('"touched"');
    });
  });
}
