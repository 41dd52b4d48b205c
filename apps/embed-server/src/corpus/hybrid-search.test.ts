import {
  createBm25Index,
  fuseFields,
  searchExact,
  weightedFusion,
} from "@searchfit/hybrid-retrieval";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import type { Database } from "@searchfit/pg-corpus";
import type { Product } from "@searchfit/retrieval-dataset";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { productDatabase } from "../../test/product-database.ts";
import { tinyModel } from "../../test/tiny-model.ts";
import { createCorpusSearch } from "./create-corpus-search.ts";
import { createMemorySearch } from "./create-memory-search.ts";
import { indexCorpusWords, indexWords } from "./index-corpus-words.ts";

let embedder: Embedder;

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
});

afterAll(() => embedder.close());

async function vectorOf(query: string): Promise<Float32Array> {
  return (await embedder.embedQueries([query])).data;
}

const kinds = ["jacket", "shoe", "lamp", "pot", "tent", "sock", "knife", "board"];
const products: readonly Product[] = Array.from({ length: 240 }, (_, at) => {
  const title = `${kinds[at % 8] ?? ""} number ${at}`;
  const searchable_content = `${title}, made for ${kinds[(at * 5) % 7] ?? ""}s`;
  const rest = { description: null, category: null, tags: [], source_file: null };
  return { id: `p${at}`, title, searchable_content, ...rest };
});

describe("search in memory with words", () => {
  it("ranks as the weighted fusion of both lists of 100 does", async () => {
    const content = await embedder.embedDocuments(products.map((one) => one.searchable_content));
    const title = await embedder.embedDocuments(products.map((one) => one.title));
    const bm25 = createBm25Index({
      documents: products.map(({ id, searchable_content }) => ({ id, text: searchable_content })),
    });
    const search = createMemorySearch({
      products,
      vectors: { content, title },
      fingerprint: "f",
      ranking: { column: "fused", titleWeight: 0.5 },
      words: { index: indexWords(products), weight: 0.2 },
    });
    for (const query of ["lamp number 42", "a tent", "sock for boards", "xyzzy"]) {
      const vector = await vectorOf(query);
      const dense = await searchExact({
        queries: { data: vector, rows: 1, dimensions: vector.length },
        documents: fuseFields(title, content, 0.5),
        queryIds: ["q"],
        docIds: products.map(({ id }) => id),
        topK: 100,
        name: "dense",
      });
      const lexical = bm25.searchMany(new Map([["q", query]]), 100);
      const expected = weightedFusion([dense, lexical], [0.8, 0.2], { topK: 7 });
      const { hits, fingerprint } = await search({ vector, topK: 7, query });
      expect(fingerprint).toBe("f");
      expect(hits.map(({ id: docId, score }) => ({ docId, score }))).toEqual(
        expected.rankings.get("q"),
      );
    }
  });

  it("refuses vectors that are not the products'", () => {
    const none = { data: new Float32Array(), rows: 0, dimensions: 32 };
    const options = { products, vectors: { content: none }, fingerprint: "f" };
    expect(() => createMemorySearch(options)).toThrow("Expected 240 vectors, got 0.");
    const fused = { ...options, ranking: { column: "fused" as const } };
    expect(() => createMemorySearch(fused)).toThrow(RangeError);
  });
});

describe("search in a database with words", () => {
  let database: Database;

  beforeAll(async () => {
    database = await productDatabase(embedder);
  });

  afterAll(() => database.close());

  it("finds by words what has vectors and is active, and nothing else", async () => {
    const index = await indexCorpusWords({ database, table: {} });
    expect(index.documentCount).toBe(4);
    const query = "a lamp";
    const vector = await vectorOf(query);
    const find = (weight: number) =>
      createCorpusSearch({ database, words: { index, weight } })({ vector, topK: 2, query });
    const words = await find(1);
    expect(words.hits[0]).toMatchObject({ id: "3", title: "desk lamp", score: 1 });
    expect(words.hits).toHaveLength(2);
    const vectors = await find(0);
    const alone = await createCorpusSearch({ database })({ vector, topK: 2, query });
    expect(vectors.hits.map(({ id }) => id)).toEqual(alone.hits.map(({ id }) => id));
    await database.query(`UPDATE ingested_records SET status = 'gone' WHERE id = '3'`);
    const gone = await find(1);
    await database.query(`UPDATE ingested_records SET status = 'active' WHERE id = '3'`);
    expect(gone.hits.map(({ id }) => id)).not.toContain("3");
  });
});
