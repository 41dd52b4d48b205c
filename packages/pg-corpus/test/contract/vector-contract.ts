import { compareDocIds } from "@searchfit/ir-metrics";
import { describe, expect, it } from "vitest";
import type { TableNames } from "../../src/index.ts";
import {
  createCorpusTable,
  describeServer,
  searchDense,
  streamEmbeddings,
  upsertProducts,
  writeEmbeddings,
} from "../../src/index.ts";
import type { Place } from "./place.ts";
import { all, codeOf, errorOf, freshTable, product } from "./place.ts";

const dimensions = 3;

/** What vectors and the search over them promise on every kind of database. */
export function vectorContract({ db }: Place): void {
  describe("writeEmbeddings", () => {
    it("keeps every bit of the numbers", async () => {
      const table = await filled(["1", "2", "3"]);
      const data = Float32Array.of(0.1, -1e-38, 3.4e38, 1 / 3, -0, 1e-45, 1, 2, 3);
      const matrix = { data, rows: 3, dimensions };
      const ids = ["3", "1", "2"];
      const options = { table, batchSize: 2 };
      const result = await writeEmbeddings(db(), { ids, content: matrix }, options);
      expect(result).toEqual({ written: 3, missing: [] });
      const batches = await all(streamEmbeddings(db(), { table }));
      expect(batches[0]?.ids).toEqual(["1", "2", "3"]);
      expect(batches[0]?.vectors.data).toEqual(
        Float32Array.of(1 / 3, -0, 1e-45, 1, 2, 3, 0.1, -1e-38, 3.4e38),
      );
      expect(await all(streamEmbeddings(db(), { table, column: "title" }))).toEqual([]);
    });

    it("tells which ids no product has, and the progress", async () => {
      const table = await filled(["1", "2"]);
      const matrix = { data: new Float32Array(9).fill(1), rows: 3, dimensions };
      const seen: number[] = [];
      const result = await writeEmbeddings(
        db(),
        { ids: ["1", "gone", "2"], title: matrix },
        { table, batchSize: 2, onProgress: ({ done }) => seen.push(done) },
      );
      expect(result).toEqual({ written: 2, missing: ["gone"] });
      expect(seen).toEqual([2, 3]);
    });

    it("refuses another width, numbers that are not finite, and rows that do not match", async () => {
      const table = await filled(["1"]);
      const write = (data: number[], width = dimensions) => {
        const content = { data: Float32Array.from(data), rows: 1, dimensions: width };
        return writeEmbeddings(db(), { ids: ["1"], content }, { table });
      };
      expect(await codeOf(write([1, 2], 2))).toBe("DIMENSION_MISMATCH");
      const error = await errorOf(write([1, Number.NaN, 2]));
      expect(error.code).toBe("INVALID_VECTOR");
      expect(error.details).toEqual({ id: "1", column: "content" });
      await expect(write([1, 2])).rejects.toThrow(RangeError);
      expect(await all(streamEmbeddings(db(), { table }))).toEqual([]);
    });

    it("fills columns of half precision and of any width", async () => {
      const table = await filled(["1"]);
      const name = `"${table.schema}".ingested_records`;
      await db().query(
        `ALTER TABLE ${name} ALTER content_embedding TYPE halfvec(3), ALTER title_embedding TYPE vector`,
      );
      const matrix = { data: Float32Array.of(0.5, -2, 4), rows: 1, dimensions };
      await writeEmbeddings(db(), { ids: ["1"], content: matrix, title: matrix }, { table });
      for (const column of ["content", "title"] as const) {
        const [batch] = await all(streamEmbeddings(db(), { table, column }));
        expect(batch).toEqual({ ids: ["1"], vectors: matrix });
        const [best] = await searchDense(db(), { table, column, vector: matrix.data });
        expect(best?.score).toBeCloseTo(1, 6);
      }
    });
  });

  describe("searchDense", () => {
    it("ranks by cosine, and equal scores by id descending in byte order", async () => {
      const ids = ["a", "B", "é", "z", "10", "9"];
      const table = await filled(ids);
      const rows = [
        [1, 0, 0],
        [2, 0, 0],
        [5, 0, 0],
        [0, 1, 0],
        [1, 1, 0],
        [0, 0, 0],
      ];
      const content = { data: Float32Array.from(rows.flat()), rows: rows.length, dimensions };
      await writeEmbeddings(db(), { ids, content }, { table });
      const found = await searchDense(db(), { table, vector: Float32Array.of(3, 0, 0), topK: 6 });
      const tied = ["a", "B", "é"].toSorted(compareDocIds).reverse();
      expect(found.map(({ docId }) => docId)).toEqual([...tied, "10", "z", "9"]);
      expect(found.map(({ score }) => score)).toEqual([1, 1, 1, Math.SQRT1_2, 0, 0].map(near));
      const two = await searchDense(db(), { table, vector: Float32Array.of(3, 0, 0), topK: 2 });
      expect(two.map(({ docId }) => docId)).toEqual(tied.slice(0, 2));
    });

    it("compares with every vector although there is an approximate index", async () => {
      const ids = Array.from({ length: 300 }, (_, index) => `${index}`);
      const table = await filled(ids);
      const data = Float32Array.from({ length: 900 }, (_, index) => Math.sin(index * 12.9898));
      await writeEmbeddings(db(), { ids, content: { data, rows: 300, dimensions } }, { table });
      await db().query(
        `CREATE INDEX ON "${table.schema}".ingested_records USING hnsw (content_embedding vector_cosine_ops)`,
      );
      const found = await searchDense(db(), { table, vector: data.subarray(0, 3), topK: 300 });
      expect(found.length).toBe(300);
      expect(found[0]?.docId).toBe("0");
    });

    it("refuses a vector of another width", async () => {
      const table = await filled(["1"]);
      const searching = searchDense(db(), { table, vector: Float32Array.of(1, 2) });
      expect(await codeOf(searching)).toBe("DIMENSION_MISMATCH");
      const other = { ...table, columns: { contentEmbedding: "title" } };
      const wrong = searchDense(db(), { table: other, vector: Float32Array.of(1, 2, 3) });
      expect(await codeOf(wrong)).toBe("COLUMN_TYPE_MISMATCH");
    });
  });

  describe("describeServer", () => {
    it("tells the versions", async () => {
      const { version, versionNumber, pgvectorVersion, kind, readOnly } =
        await describeServer(db());
      expect(version).toMatch(/^\d+\.\d+$/u);
      expect(versionNumber).toBeGreaterThan(120_000);
      expect(pgvectorVersion).toMatch(/^\d+\.\d+\.\d+$/u);
      expect({ kind, readOnly }).toEqual({ kind: db().kind, readOnly: false });
    });
  });

  async function filled(ids: readonly string[]): Promise<TableNames & { schema: string }> {
    const table = freshTable();
    await createCorpusTable(db(), { table, dimensions });
    await upsertProducts(
      db(),
      ids.map((id) => product(id)),
      { table },
    );
    return table;
  }
}

function near(value: number): unknown {
  return expect.closeTo(value, 6);
}
