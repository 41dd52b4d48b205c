import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { prepareNextEmbeddings, type Database } from "@searchfit/pg-corpus";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { productDatabase } from "../../test/product-database.ts";
import { tinyModel } from "../../test/tiny-model.ts";
import { createCorpusSearch } from "../corpus/create-corpus-search.ts";
import { createOtherSide } from "../corpus/create-other-side.ts";
import { readTableModels } from "../corpus/read-table-models.ts";
import { createServer } from "../create-server.ts";
import { openJudgments } from "../page/judgment-book.ts";

let embedder: Embedder;
let database: Database;
let folder: string;
const started: FastifyInstance[] = [];

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
  database = await productDatabase(embedder);
  folder = await mkdtemp(join(tmpdir(), "judgments-"));
}, 60_000); // an embedded PostgreSQL takes seconds to start, and more on a busy machine

afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
});

afterAll(async () => {
  await database.close();
  await embedder.close();
  await rm(folder, { recursive: true });
});

async function serve() {
  const server = createServer({
    embedder,
    modelId: "tiny",
    search: createCorpusSearch({ database }),
    otherSide: createOtherSide({ database }),
    judgments: await openJudgments(folder),
    apiKey: "k",
  });
  started.push(server);
  const post = async (url: string, payload: object) => {
    const headers = { authorization: "Bearer k" };
    const reply = await server.inject({ method: "POST", url, payload, headers });
    return { status: reply.statusCode, body: reply.json() };
  };
  return { server, post };
}

describe("POST /api/compare", () => {
  it("gives the live side alone, and says why, while there is no other", async () => {
    const { post } = await serve();
    const { status, body } = await post("/api/compare", { query: " desk lamp " });
    expect(status).toBe(200);
    expect(body.sides).toHaveLength(1);
    expect(body.sides[0]).toMatchObject({ side: "live", model: "tiny" });
    expect(body.sides[0].results[0].title).toBe("desk lamp");
    expect(body).toMatchObject({ query: "desk lamp", judging: true });
    expect(body.missing).toContain("no second model");
  });

  it("gives the vectors to come beside the live ones", async () => {
    const { fingerprint, precision, dimensions } = embedder.model;
    const model = { name: "tiny", fingerprint, precision, dimensions };
    await prepareNextEmbeddings(database, { model, textVersion: "1" });
    const next = ["content", "title"] as const;
    const [content, title] = next.map((key) => `${key}_embedding__next`);
    await database.query(
      `UPDATE ingested_records SET ${content} = content_embedding, ${title} = title_embedding`,
    );
    const { post } = await serve();
    const before = await post("/api/compare", { query: "desk lamp", top_k: 2 });
    expect(before.body.sides).toMatchObject([{ side: "live" }, { side: "next" }]);
    expect(before.body.sides[1].results).toEqual(before.body.sides[0].results);
    expect(await readTableModels(database, {})).toEqual({
      active: null,
      around: [fingerprint, null],
      unseen: fingerprint,
    });
  });
});

describe("POST /api/judgments", () => {
  it("keeps the last judgment of each product, over a restart, and takes it back with null", async () => {
    const first = await serve();
    const judge = (productId: string, grade: number | null, query = "desk lamp") =>
      first.post("/api/judgments", { query, product_id: productId, grade });
    expect((await judge("3", 1)).body).toEqual({ query: "desk lamp", judged: 1 });
    await Promise.all([judge("3", 0), judge("1", 1), judge("2", 1), judge("9", 1, '"\n<b>')]);
    expect((await judge("2", null)).body.judged).toBe(2);
    const qrels = await readFile(join(folder, "qrels.tsv"), "utf8");
    expect(qrels).toMatch(
      /^query-id\tcorpus-id\tscore\n(q[0-9a-f]{16})\t3\t0\n\1\t1\t1\nq[0-9a-f]{16}\t9\t1\n$/u,
    );
    const second = await serve();
    const { body } = await second.post("/api/compare", { query: "desk lamp" });
    expect(body.judgments).toEqual([
      { product_id: "3", grade: 0 },
      { product_id: "1", grade: 1 },
    ]);
  });

  it("refuses ids that the file cannot hold, other grades, and a server without a folder", async () => {
    const { post } = await serve();
    for (const wrong of [{ product_id: "a\tb" }, { grade: 2 }, { grade: "1" }, { query: " " }]) {
      const whole = { query: "a", product_id: "1", grade: 1, ...wrong };
      expect((await post("/api/judgments", whole)).status).toBe(400);
    }
    const bare = createServer({ embedder });
    const payload = { query: "a", product_id: "1", grade: 1 };
    const reply = await bare.inject({ method: "POST", url: "/api/judgments", payload });
    await bare.close();
    expect(reply.json().error.code).toBe("JUDGMENTS_NOT_CONFIGURED");
  });
});

describe("GET /", () => {
  it("is open without a key, says what may run, and is not there without a search", async () => {
    const { server } = await serve();
    for (const url of ["/", "/page.js", "/page.css"]) {
      const reply = await server.inject(url);
      expect(reply.statusCode).toBe(200);
      expect(reply.headers["content-security-policy"]).toContain("script-src 'self'");
    }
    const bare = createServer({ embedder });
    expect((await bare.inject("/")).statusCode).toBe(404);
    await bare.close();
  });
});
