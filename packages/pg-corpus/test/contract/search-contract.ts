import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  activateNextEmbeddings,
  createCorpusTable,
  measureRecall,
  prepareNextEmbeddings,
  searchCorpus,
  searchDense,
  searchFullText,
  upsertProducts,
  writeEmbeddings,
  type SearchCorpusOptions,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { codeOf, freshTable, product } from "./place.ts";
import { beginning, fill, model } from "./switch-table.ts";

const dimensions = 4;
const count = 300;

function vectorOf(row: number): Float32Array {
  return Float32Array.from({ length: dimensions }, (_, index) => Math.sin(row * 7.1 + index * 2.3));
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, left, right] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    dot += value * (b[index] ?? 0);
    left += value * value;
    right += (b[index] ?? 0) ** 2;
  }
  return dot / Math.sqrt(left * right);
}

/** What searching promises, whichever index there is. */
export function searchContract({ db, runs }: Place): void {
  const table = freshTable();
  const name = `"${table.schema}".ingested_records`;
  const indexes = {
    none: [],
    vector: ["content_embedding vector_cosine_ops", "title_embedding vector_cosine_ops"],
    halfvec: [
      "(content_embedding::halfvec(4)) halfvec_cosine_ops",
      "(title_embedding::halfvec(4)) halfvec_ip_ops",
    ],
  } as const;
  const numbers = Array.from({ length: count }, (_, row) => row);

  describe("a search", () => {
    beforeAll(async () => {
      await createCorpusTable(db(), { table, dimensions });
      const products = numbers.map((row) =>
        product(`${row}`, {
          category: row % 10 === 0 ? "rare" : "common",
          tags: row % 2 === 0 ? ["even", `mod ${row % 3}`] : [],
          source_file: "a.csv",
        }),
      );
      await upsertProducts(db(), products, { table });
      const matrix = (of: (row: number) => Float32Array) => ({
        data: Float32Array.from(numbers.flatMap((row) => [...of(row)])),
        rows: count,
        dimensions,
      });
      const [content, title] = [matrix(vectorOf), matrix((row) => vectorOf(row + 1000))];
      await writeEmbeddings(db(), { ids: products.map(({ id }) => id), content, title }, { table });
    });

    const vector = vectorOf(5000);
    const search = (options: Partial<SearchCorpusOptions> = {}) =>
      searchCorpus(db(), { table, vector, topK: 5, ...options });
    const expected = (weight: number, rows = numbers) =>
      rows
        .map((row) => {
          const content = cosine(vector, vectorOf(row));
          return (1 - weight) * content + weight * cosine(vector, vectorOf(row + 1000));
        })
        .toSorted((a, b) => b - a)
        .slice(0, 5);
    const scores = (found: readonly { readonly score: number }[]) =>
      found.map(({ score }) => score);

    it("gives the same as searchDense when it is exact", async () => {
      for (const column of ["content", "title"] as const) {
        const found = await search({ column });
        const dense = await searchDense(db(), { table, vector, topK: 5, column });
        expect(found.map(({ docId, score }) => ({ docId, score }))).toEqual(dense);
        const other = column === "content" ? "titleScore" : "contentScore";
        expect(found.map((hit) => hit[other])).toEqual([null, null, null, null, null]);
      }
    });

    it("weighs content and title as asked for", async () => {
      for (const titleWeight of [0, 0.3, 1]) {
        const found = await search({ column: "fused", titleWeight });
        for (const [rank, score] of expected(titleWeight).entries())
          expect(found[rank]?.score).toBeCloseTo(score, 5);
      }
    });

    for (const [kind, definitions] of Object.entries(indexes)) {
      it(`gives exact scores with ${kind} indexes, fused, filtered and not`, async () => {
        await db().query(`DROP INDEX IF EXISTS "${table.schema}".by_0, "${table.schema}".by_1`);
        for (const [index, definition] of definitions.entries())
          await db().query(`CREATE INDEX by_${index} ON ${name} USING hnsw (${definition})`);
        const approximate = { method: "approximate", scan: { candidates: count } } as const;
        for (const column of ["content", "title", "fused"] as const) {
          const weight = { content: 0, title: 1, fused: 0.5 }[column];
          const found = await search({ column, ...approximate });
          expect(scores(found)).toHaveLength(5);
          for (const [rank, score] of expected(weight).entries())
            expect(found[rank]?.score).toBeCloseTo(score, 5);
        }
        const one = { method: "approximate", scan: { candidates: 1 } } as const;
        expect(await search(one)).toHaveLength(kind === "none" ? 5 : 1);
        const filter = { categories: ["rare"], tags: ["even", "mod 0"], excludedIds: ["0"] };
        const allowed = numbers.filter((row) => row % 30 === 0 && row !== 0);
        const filtered = await search({ column: "fused", filter, ...approximate });
        const wanted = expected(0.5, allowed);
        for (const [rank, score] of wanted.entries())
          expect(filtered[rank]?.score).toBeCloseTo(score, 5);
        expect(filtered.every(({ docId }) => allowed.includes(Number(docId)))).toBe(true);
      });
    }

    it("has its recall measured against exact search", async () => {
      const queries = [1, 2, 3, 4].map((row) => vectorOf(row + 9000));
      const measured = await measureRecall(db(), { table, queries, topK: 5 });
      expect(measured).toMatchObject({ queries: 4, index: "by_0" });
      expect(measured?.mean).toBeGreaterThan(0.9);
      const few = { candidates: 1, efSearch: 1 };
      const worse = await measureRecall(db(), { table, queries, topK: 5, scan: few });
      expect(worse?.mean).toBeLessThanOrEqual(0.2);
      await db().query(`DROP INDEX "${table.schema}".by_0`);
      expect(await measureRecall(db(), { table, queries })).toBeUndefined();
    });

    it("refuses numbers out of range and vectors of another width", async () => {
      for (const options of [
        { topK: 0 },
        { workers: -1 },
        { titleWeight: 1.5 },
        { method: "approximate", scan: { efSearch: 2000 } },
        { method: "approximate", scan: { candidates: 1.5 } },
      ] as const)
        await expect(search(options)).rejects.toThrow(RangeError);
      const wide = search({ vector: Float32Array.of(1, 2) });
      expect(await codeOf(wide)).toBe("DIMENSION_MISMATCH");
      const missing = { ...table, table: "nothing" };
      expect(await codeOf(search({ table: missing }))).toBe("TABLE_MISSING");
    });

    it("takes hostile values of filters as values", async () => {
      const hostile = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
      const texts = fc.array(hostile, { maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(texts, texts, async (categories, tags) => {
          const found = await search({ filter: { categories: ["'; DROP", ...categories], tags } });
          expect(found).toEqual([]);
        }),
        { numRuns: runs, seed: 11 },
      );
    });

    it("finds words, with titles first, and never fails on what users type", async () => {
      const shop = freshTable();
      await createCorpusTable(db(), { table: shop, dimensions });
      const texts = [
        product("1", { title: "Rain jacket", searchable_content: "light" }),
        product("2", { title: "Jacket", searchable_content: "for the rain" }),
        product("3", { title: "Socks", searchable_content: "wool" }),
      ];
      await upsertProducts(db(), texts, { table: shop });
      const words = async (text: string, anyWord = false) =>
        (await searchFullText(db(), { table: shop, text, anyWord })).map(({ docId }) => docId);
      expect(await words("rain jacket")).toEqual(["1", "2"]);
      expect(await words("rain -light")).toEqual(["2"]);
      expect(await words("wool light")).toEqual([]);
      expect((await words("wool light", true)).toSorted()).toEqual(["1", "3"]);
      for (const text of ["", "'", '"open', "a & | ! (", "-", ":*", "\\"])
        expect(await words(text, true)).toBeInstanceOf(Array);
    });

    it("tells the fingerprint of the model that readers see", async () => {
      expect((await search())[0]?.fingerprint).toBeNull();
      const shop = freshTable();
      await createCorpusTable(db(), { table: shop, dimensions: 2 });
      await upsertProducts(db(), [product("1")], { table: shop });
      await prepareNextEmbeddings(db(), beginning(shop));
      await fill(db(), shop);
      await activateNextEmbeddings(db(), { table: shop });
      const found = await searchCorpus(db(), { table: shop, vector: Float32Array.of(1, 1, 1) });
      expect(found).toMatchObject([{ docId: "1", fingerprint: model.fingerprint }]);
    });
  });
}
