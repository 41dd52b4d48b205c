import fc from "fast-check";
import { rankByScore } from "@searchfit/ir-metrics";
import { describe, expect, it } from "vitest";
import type { Matrix } from "./matrix.ts";
import { searchExact } from "./search-exact.ts";
import type { SearchExactOptions } from "./search-exact.ts";

function matrixOf(rows: readonly (readonly number[])[], dimensions: number): Matrix {
  return { data: Float32Array.from(rows.flat()), rows: rows.length, dimensions };
}

/** Ids whose UTF-8 order is not their order in the matrix. */
function idsOf(count: number): string[] {
  const letters = ["b", "A", "é", "\uFF5E", "😀", "z", "10", "9"];
  return Array.from({ length: count }, (_, row) => `${letters[(row * 5) % 8]}${row}`);
}

/** The plain loop over all pairs. */
function searchPlainly(options: SearchExactOptions): [string, unknown][] {
  const { queries, documents, queryIds, docIds, topK } = options;
  return queryIds.map((queryId, query) => {
    const docs = docIds.map((docId, row) => {
      let score = 0;
      for (let k = 0; k < queries.dimensions; k++) {
        score +=
          (queries.data[query * queries.dimensions + k] ?? NaN) *
          (documents.data[row * queries.dimensions + k] ?? NaN);
      }
      return { docId, score };
    });
    return [queryId, rankByScore(docs).slice(0, topK)];
  });
}

function optionsOf(queries: Matrix, documents: Matrix, topK: number): SearchExactOptions {
  const queryIds = Array.from({ length: queries.rows }, (_, row) => `q${row}`);
  return { queries, documents, queryIds, docIds: idsOf(documents.rows), topK, name: "dense" };
}

/** Small seeded integers: products and sums are exact in any order. */
function integers(rows: number, dimensions: number, range: number): Matrix {
  let state = 7;
  const data = Float32Array.from({ length: rows * dimensions }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * range) - Math.floor(range / 2);
  });
  return { data, rows, dimensions };
}

async function expectPlainResult(options: SearchExactOptions): Promise<void> {
  const run = await searchExact(options);
  expect([...run.rankings]).toEqual(searchPlainly(options));
}

describe("searchExact", () => {
  it("ranks by dot product", async () => {
    const run = await searchExact({
      queries: matrixOf([[1, 0]], 2),
      documents: matrixOf(
        [
          [0.5, 1],
          [2, 0],
          [-1, 0],
        ],
        2,
      ),
      queryIds: ["q"],
      docIds: ["a", "b", "c"],
      topK: 2,
      name: "dense",
    });
    expect(run.name).toBe("dense");
    expect(run.rankings.get("q")).toEqual([
      { docId: "b", score: 2 },
      { docId: "a", score: 0.5 },
    ]);
  });

  it.each([1, 7, 64, 500, 3000, 5000])(
    "equals a plain loop with many ties at topK %i",
    async (topK) => {
      await expectPlainResult(optionsOf(integers(5, 2, 3), integers(3000, 2, 3), topK));
    },
  );

  it("equals a plain loop with ties across blocks", async () => {
    await expectPlainResult(optionsOf(integers(70, 2, 5), integers(500, 2, 5), 20));
    await expectPlainResult(optionsOf(integers(2, 8, 3), integers(70_000, 8, 3), 40));
  });

  it("equals a plain loop for any small vectors", async () => {
    const vectors = fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat(2)), {
      minLength: 1,
      maxLength: 90,
    });
    const property = fc.asyncProperty(vectors, vectors, fc.integer({ min: 1, max: 9 }), (q, d, k) =>
      expectPlainResult(optionsOf(matrixOf(q, 2), matrixOf(d, 2), k)),
    );
    await fc.assert(property, { numRuns: 60, seed: 42 });
  });

  it("tells apart scores that single precision cannot", async () => {
    const dimensions = 96;
    const documents = integers(400, dimensions, 1000);
    for (let index = 0; index < documents.data.length; index++) {
      const base = documents.data[index % dimensions] ?? 0;
      documents.data[index] = Math.fround(base * (1 + 1e-7 * ((index * 31) % 7)));
    }
    const options = optionsOf(integers(4, dimensions, 1000), documents, 10);
    const run = await searchExact(options);
    const ids = [...run.rankings].map(([, docs]) => docs.map(({ docId }) => docId));
    const plain = searchPlainly(options).map(([, docs]) =>
      (docs as { docId: string }[]).map(({ docId }) => docId),
    );
    expect(ids).toEqual(plain);
  });

  it("gives the same run with one thread and with two", async () => {
    const options = optionsOf(integers(40, 24, 2000), integers(900, 24, 2000), 30);
    const one = await searchExact({ ...options, threads: 1 });
    expect(await searchExact({ ...options, threads: 2 })).toEqual(one);
  });

  it("tells how far it is, up to all pairs", async () => {
    const seen: number[] = [];
    await searchExact({
      ...optionsOf(integers(130, 2, 5), integers(10, 2, 5), 3),
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(seen).toEqual([128 / 130, 1]);
  });

  it("stops when the signal says so", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    const options = { ...optionsOf(integers(2, 2, 5), integers(4, 2, 5), 3), signal };
    await expect(searchExact(options)).rejects.toThrow("enough");
  });

  it("gives empty lists for an empty corpus", async () => {
    const run = await searchExact(optionsOf(integers(1, 2, 5), integers(0, 2, 5), 3));
    expect([...run.rankings]).toEqual([["q0", []]]);
  });
});

describe("searchExact refuses", () => {
  const good = optionsOf(integers(2, 2, 5), integers(3, 2, 5), 3);

  it("vectors of two lengths", async () => {
    const search = searchExact({ ...good, queries: integers(2, 3, 5) });
    await expect(search).rejects.toMatchObject({ code: "DIMENSION_MISMATCH" });
  });

  it("vectors with NaN, naming the row", async () => {
    const documents = matrixOf(
      [
        [1, 2],
        [3, NaN],
        [1, 1],
      ],
      2,
    );
    await expect(searchExact({ ...good, documents })).rejects.toMatchObject({
      code: "INVALID_VECTOR",
      details: { matrix: "documents", row: 1 },
    });
  });

  it("ids that repeat", async () => {
    await expect(searchExact({ ...good, docIds: ["a", "b", "a"] })).rejects.toMatchObject({
      code: "DUPLICATE_DOCUMENT",
    });
    await expect(searchExact({ ...good, queryIds: ["a", "a"] })).rejects.toMatchObject({
      code: "DUPLICATE_QUERY",
    });
  });

  it("a caller's wrong arguments", async () => {
    await expect(searchExact({ ...good, topK: 0 })).rejects.toThrow(RangeError);
    await expect(searchExact({ ...good, docIds: ["a"] })).rejects.toThrow(RangeError);
    const documents = { data: new Float32Array(5), rows: 3, dimensions: 2 };
    await expect(searchExact({ ...good, documents })).rejects.toThrow(RangeError);
  });
});
