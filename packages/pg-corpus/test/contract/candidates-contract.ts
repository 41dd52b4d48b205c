import { beforeAll, describe, expect, it } from "vitest";
import {
  activateNextEmbeddings,
  createCorpusTable,
  searchCorpus,
  staleProducts,
  upsertProducts,
  writeEmbeddings,
  writeNextEmbeddings,
  type SearchCorpusOptions,
} from "../../src/index.ts";
import { explaining } from "./explaining.ts";
import { beginGeneration, buildIndexes } from "./generation-steps.ts";
import type { Place } from "./place.ts";
import { freshTable, product } from "./place.ts";
import { model, tableOf } from "./switch-table.ts";

const count = 600;

/** Vectors on a half circle, one after another. */
function matrix() {
  const rows = Array.from({ length: count }, (_, row) => (row * Math.PI) / count);
  const data = Float32Array.from(rows.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
  return { data, rows: count, dimensions: 2 };
}

/** What an approximate search promises about the candidates that an index gives. */
export function candidatesContract({ db }: Place): void {
  const table = freshTable();
  const schema = `"${table.schema}"`;
  const name = `${schema}.ingested_records`;
  const ids = Array.from({ length: count }, (_, row) => `${row}`);
  const indexed = async (...definitions: string[]) => {
    await db().query(`DROP INDEX IF EXISTS ${schema}.by_0, ${schema}.by_1`);
    for (const [place, definition] of definitions.entries())
      await db().query(`CREATE INDEX by_${place} ON ${name} USING ${definition}`);
  };
  const near = { table, vector: Float32Array.of(1, 0), topK: 10, method: "approximate" } as const;
  const planned = async (options: Partial<SearchCorpusOptions> = {}) => {
    const { db: watched, plans } = explaining(db(), '"docId"', ["seqscan", "sort"]);
    const found = await searchCorpus(watched, { ...near, ...options });
    return { found: found.map(({ docId }) => docId), plan: plans.join() };
  };

  describe("an approximate search", () => {
    beforeAll(async () => {
      await createCorpusTable(db(), { table, dimensions: 2 });
      const products = ids.map((id) => product(id));
      await upsertProducts(db(), products, { table });
      const vectors = { ids, content: matrix(), title: matrix() };
      await writeEmbeddings(db(), vectors, { table });
      await db().query(`UPDATE ${name} SET status = 'sold' WHERE id::int < 300`);
    });

    for (const definition of [
      "hnsw (content_embedding vector_cosine_ops)",
      "ivfflat (content_embedding vector_cosine_ops) WITH (lists = 60)",
    ]) {
      it(`passes over products that are not active (${definition})`, async () => {
        await indexed(definition);
        const { found, plan } = await planned();
        expect(plan).toContain("by_0");
        expect(found).toHaveLength(10);
        expect(found[0]).toBe("300");
        const { found: off } = await planned({ scan: { iterative: "off" } });
        expect(off).toEqual([]);
      });
    }

    it("compares with every product where one of two columns has no index", async () => {
      await indexed("hnsw (content_embedding vector_cosine_ops)");
      const fused = await searchCorpus(db(), { ...near, column: "fused" });
      const exact = await searchCorpus(db(), { ...near, column: "fused", method: "exact" });
      expect(fused).toEqual(exact);
    });

    it("uses an index on vectors of a width that the column does not tell", async () => {
      await indexed();
      await db().query(`ALTER TABLE ${name} ALTER COLUMN content_embedding TYPE vector`);
      await indexed("hnsw ((content_embedding::vector(2)) vector_cosine_ops)");
      const { found, plan } = await planned();
      expect(plan).toContain("by_0");
      expect(found[0]).toBe("300");
    });

    it("passes over vectors of a generation whose product is gone", async () => {
      const shop = await tableOf(db(), ids);
      await beginGeneration(db(), shop, { ...model, dimensions: 2 });
      const stale = await staleProducts(db(), { table: shop });
      const hashes = new Map(stale.map((one) => [one.product.id, one.source]));
      const sources = ids.map((id) => hashes.get(id) ?? "");
      const vectors = { ids, sources, content: matrix(), title: matrix() };
      await db().transaction((session) => writeNextEmbeddings(session, vectors, { table: shop }));
      await buildIndexes(db(), shop);
      await activateNextEmbeddings(db(), { table: shop });
      await db().query(`DELETE FROM "${shop.schema}".ingested_records WHERE id::int < 300`);
      await db().query(`ANALYZE "${shop.schema}".ingested_records`);
      const { found, plan } = await planned({ table: shop });
      expect(plan).toContain("__content_1_index");
      expect(found).toHaveLength(10);
      expect(found[0]).toBe("300");
    });
  });
}
