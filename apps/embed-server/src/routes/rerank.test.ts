import { join } from "node:path";
import {
  createEmbedder,
  createReranker,
  type Embedder,
  type Reranker,
} from "@searchfit/onnx-embedder";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-model.ts";
import { createServer } from "../create-server.ts";

let embedder: Embedder;
let reranker: Reranker;
let server: FastifyInstance;

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
  reranker = await createReranker({ folder: join(tinyModel, "../tiny-cross-encoder") });
  server = createServer({
    embedder,
    reranking: { id: "models/cross", reranker },
    limits: { maxTexts: 10 },
  });
});

afterAll(async () => {
  await server.close();
  await Promise.all([embedder.close(), reranker.close()]);
});

async function rerank(payload: object, url = "/rerank", to = server) {
  const reply = await to.inject({ method: "POST", url, payload });
  return { status: reply.statusCode, body: reply.json() };
}

const documents = ["rain jacket for hiking", "red shoe", "waterproof jacket"];

it.each(["/rerank", "/v1/rerank"])(
  "POST %s orders documents as the model scores them",
  async (url) => {
    const { status, body } = await rerank({ query: "waterproof jacket", documents }, url);
    const scores = await reranker.rerank("waterproof jacket", documents);
    const order = [0, 1, 2].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    expect(status).toBe(200);
    expect(body).toEqual({
      model: "models/cross",
      results: order.map((index) => ({ index, relevance_score: scores[index] })),
    });
  },
);

it("gives the best top_n, with the documents where they are asked for", async () => {
  const objects = documents.map((text) => ({ text, id: 7 }));
  const wanted = { query: "shoe", documents: objects, top_n: 1, return_documents: true };
  const { body } = await rerank(wanted);
  expect(body.results).toHaveLength(1);
  expect(documents).toContain(body.results[0].document.text);
});

it.each([
  ["no query", { documents }],
  ["an empty query", { query: " ", documents }],
  ["no documents", { query: "a" }],
  ["an empty list", { query: "a", documents: [] }],
  ["a document that is a number", { query: "a", documents: ["a", 5] }],
  ["top_n 0", { query: "a", documents, top_n: 0 }],
])("refuses %s with 400", async (_, payload) => {
  const { status, body } = await rerank(payload);
  expect([status, body.error.code]).toEqual([400, "INVALID_REQUEST"]);
});

it("refuses more documents than the limit with 413", async () => {
  const { status, body } = await rerank({ query: "a", documents: Array(11).fill("b") });
  expect([status, body.error.code]).toEqual([413, "BATCH_TOO_LARGE"]);
});

it("answers 501 without a cross-encoder, and says how to give one", async () => {
  const plain = createServer({ embedder });
  const { status, body } = await rerank({ query: "a", documents }, "/rerank", plain);
  await plain.close();
  expect([status, body.error.code]).toEqual([501, "RERANKER_NOT_CONFIGURED"]);
  expect(body.error.hint).toContain("--reranker");
});
