import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { createCorpusTable, writeEmbeddings, type Database } from "@searchfit/pg-corpus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { productDatabase } from "../../test/product-database.ts";
import { tinyModel } from "../../test/tiny-model.ts";
import { checkCorpus } from "../corpus/check-corpus.ts";
import { createCorpusSearch, type CorpusRanking } from "../corpus/create-corpus-search.ts";
import { createServer } from "../create-server.ts";
import type { SearchProducts } from "../search-products.ts";

let embedder: Embedder;
let database: Database;

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
  database = await productDatabase(embedder);
  const other = { dimensions: 16, table: { table: "narrow" } };
  await createCorpusTable(database, other);
  await database.query(
    `CREATE TABLE loose (id int PRIMARY KEY, title text, status text, content_embedding vector)`,
  );
  await database.query(`INSERT INTO loose VALUES (1, 'x', 'active', '[1,2,3]')`);
}, 60_000); // an embedded PostgreSQL takes seconds to start, and more on a busy machine

afterAll(async () => {
  await database.close();
  await embedder.close();
});

async function search(url: string, payload: object, find?: SearchProducts) {
  const server = createServer({
    embedder,
    modelId: "models/tiny",
    ...(find === undefined ? {} : { search: find }),
  });
  const reply = await server.inject({ method: "POST", url, payload });
  await server.close();
  return { status: reply.statusCode, body: reply.json() };
}

const loose = {
  table: "loose",
  columns: { description: null, category: null, titleEmbedding: null },
};

describe.each(["/api/search", "/search/records"])("POST %s", (url) => {
  it("gives the nearest products, best first, with title and score", async () => {
    const find = createCorpusSearch({ database });
    const { status, body } = await search(url, { query: "desk lamp", top_k: 2 }, find);
    expect(status).toBe(200);
    expect(body).toMatchObject({ query: "desk lamp", top_k: 2, count: 2, model: "models/tiny" });
    expect(body.results[0]).toMatchObject({
      id: "3",
      title: "desk lamp",
      description: "A desk lamp.",
      category: "things",
    });
    expect(body.results[0].score).toBeCloseTo(1, 5);
    expect(body.results[1].score).toBeLessThan(body.results[0].score);
  });

  it("gives 5 results unless told, or as many as there are", async () => {
    const find = createCorpusSearch({ database });
    const { body } = await search(url, { query: "shoe" }, find);
    expect([body.top_k, body.count]).toEqual([5, 4]);
    const results = body.results as { id: string; description: string | null }[];
    expect(results.find((result) => result.id === "2")?.description).toBeNull();
  });

  it("refuses a query without text and a top_k out of range with 400", async () => {
    const find = createCorpusSearch({ database });
    for (const payload of [
      {},
      { query: " " },
      { query: "a", top_k: 0 },
      { query: "a", top_k: 101 },
      { query: "a", top_k: 1.5 },
      { query: "a", top_k: "5" },
    ]) {
      expect((await search(url, payload, find)).status).toBe(400);
    }
  });

  it("answers 503 that names the settings when no database is configured", async () => {
    const { status, body } = await search(url, { query: "shoe" });
    expect([status, body.error.code]).toEqual([503, "SEARCH_NOT_CONFIGURED"]);
    expect(body.error.hint).toContain("DATABASE_URL");
  });
});

describe("what products are ranked by", () => {
  let own: Database;
  beforeAll(async () => {
    own = await productDatabase(embedder);
    const content = await embedder.embedDocuments(["coffee pot"]);
    const title = await embedder.embedDocuments(["desk lamp"]);
    await writeEmbeddings(own, { ids: ["4"], content, title });
  }, 60_000);
  afterAll(() => own.close());

  const first = async (query: string, ranking: CorpusRanking) => {
    const find = createCorpusSearch({ database: own, ranking });
    const { body } = await search("/api/search", { query, top_k: 4 }, find);
    const results = body.results as { readonly id: string; readonly score: number }[];
    return results.map(({ id, score }) => [id, Number(score.toFixed(4))] as const);
  };

  it("is content, title, or their weighted mean", async () => {
    const [content, title] = [
      new Map(await first("coffee pot", {})),
      new Map(await first("coffee pot", { column: "title" })),
    ];
    expect(content.get("4")).toBe(1);
    expect(title.get("4")).toBeLessThan(1);
    for (const titleWeight of [0, 0.25, 1]) {
      const fused = new Map(await first("coffee pot", { column: "fused", titleWeight }));
      const mean = (1 - titleWeight) * content.get("4")! + titleWeight * title.get("4")!;
      expect(fused.get("4")).toBeCloseTo(mean, 3);
    }
  });

  it("gives the same products by candidates from the indexes, where there are few", async () => {
    const exact = await first("desk lamp", { column: "fused" });
    expect(await first("desk lamp", { column: "fused", method: "approximate" })).toEqual(exact);
  });
});

describe("a table that does not fit", () => {
  it("is refused when its vectors have another width than the model's", async () => {
    const find = createCorpusSearch({ database, table: { table: "narrow" } });
    const { status, body } = await search("/api/search", { query: "shoe" }, find);
    expect([status, body.error.code]).toEqual([503, "DIMENSION_MISMATCH"]);
    expect(body.error.message).toContain("vectors of 32 dimensions, got vector(16)");
  });

  it("is refused also when its column declares no width", async () => {
    const find = createCorpusSearch({ database, table: loose });
    const { status, body } = await search("/api/search", { query: "shoe" }, find);
    expect([status, body.error.code]).toEqual([503, "DIMENSION_MISMATCH"]);
  });

  it("answers 503 without saying where the database is when it is missing", async () => {
    const find = createCorpusSearch({ database, table: { table: "nothing" } });
    const { status, body } = await search("/api/search", { query: "shoe" }, find);
    expect([status, body.error.code]).toEqual([503, "TABLE_MISSING"]);
    expect(body.error.message).not.toContain("nothing");
  });

  it("is told at the start", async () => {
    const check = (table: object, dimensions = 32) => checkCorpus({ database, table, dimensions });
    expect(await check({})).toBeUndefined();
    expect(await check({}, 384)).toContain("32 dimensions, the model's 384");
    expect(await check(loose)).toContain("3 dimensions, the model's 32");
    expect(await check({ table: "narrow" })).toBe("the table has no active product with a vector");
    expect(await check({ table: "nothing" })).toMatch(/Expected a table/u);
  });
});

it("searches tables whose ids are numbers and that lack columns", async () => {
  await database.query(
    `CREATE TABLE numbered (id int PRIMARY KEY, title text, content_embedding vector(32))`,
  );
  await database.query(
    `INSERT INTO numbered SELECT id::int, NULL, content_embedding FROM ingested_records`,
  );
  const columns = { description: null, category: null, status: null, titleEmbedding: null };
  const find = createCorpusSearch({ database, table: { table: "numbered", columns } });
  const { status, body } = await search("/api/search", { query: "coffee pot", top_k: 1 }, find);
  expect(status).toBe(200);
  expect(body.results).toEqual([
    { id: "4", title: "", description: null, category: null, score: expect.closeTo(1, 5) },
  ]);
});
