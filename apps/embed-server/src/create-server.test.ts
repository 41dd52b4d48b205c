import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { tinyDimensions, tinyModel } from "../test/tiny-model.ts";
import { createServer } from "./create-server.ts";

let embedder: Embedder;
const started: FastifyInstance[] = [];

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
});

afterAll(() => embedder.close());

function serve(options: Partial<Parameters<typeof createServer>[0]> = {}): FastifyInstance {
  const server = createServer({ embedder, modelId: "models/tiny", ...options });
  started.push(server);
  return server;
}

async function post(server: FastifyInstance, url: string, payload: unknown) {
  const reply = await server.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  });
  return { status: reply.statusCode, body: reply.json() };
}

describe("POST /embed", () => {
  it("gives the embedding that the model gives, its length and the model's name", async () => {
    const { status, body } = await post(serve(), "/embed", { text: " red shoe " });
    const expected = await embedder.embedQueries(["red shoe"]);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["embedding", "dimensions", "model"]);
    expect(body).toEqual({
      embedding: [...expected.data],
      dimensions: tinyDimensions,
      model: "models/tiny",
    });
  });

  it.each([
    ["an empty text", { text: "" }],
    ["blanks", { text: " \t\n" }],
    ["no text", {}],
    ["a number", { text: 5 }],
    ["null", { text: null }],
    ["a list", { text: ["red shoe"] }],
    ["a list as the body", ["red shoe"]],
    ["null as the body", "null"],
    ["a body that is not JSON", "{text"],
    ["an empty body", ""],
    ["an unknown input_type", { text: "red shoe", input_type: "title" }],
  ])("refuses %s with 400", async (_, payload) => {
    const { status, body } = await post(serve(), "/embed", payload);
    expect(status).toBe(400);
    expect(body.error.code).toBe("INVALID_REQUEST");
    expect(body.error.message).toMatch(/^Expected .+, got .+\.$/u);
    expect(body.detail).toBe(body.error.message);
  });

  it("embeds text of any kind: lone surrogates, NUL, right-to-left, a text longer than the model", async () => {
    for (const text of [
      "\ud800",
      "a\0b",
      "حذاء أحمر",
      "jacket ".repeat(20_000),
      "x".repeat(300_000),
    ]) {
      const { status, body } = await post(serve(), "/embed", { text });
      expect(status).toBe(200);
      expect(body.embedding).toHaveLength(tinyDimensions);
      const embedding = body.embedding as number[];
      expect(embedding.every(Number.isFinite)).toBe(true);
    }
  });

  it("does not look at fields that nobody asked for, whatever their names", async () => {
    for (const more of ['"__proto__": {"text": ""}', '"constructor": {"prototype": 1}', '"a": 1']) {
      const { status, body } = await post(serve(), "/embed", `{"text": "red shoe", ${more}}`);
      expect([status, body.dimensions]).toEqual([200, tinyDimensions]);
    }
  });

  it("answers other content types with 415", async () => {
    const reply = await serve().inject({
      method: "POST",
      url: "/embed",
      headers: { "content-type": "text/plain" },
      payload: "red shoe",
    });
    expect(reply.statusCode).toBe(415);
    expect(reply.json().error.code).toBe("UNSUPPORTED_MEDIA_TYPE");
  });
});

describe("GET /health and GET /api/info", () => {
  it("say that the model is loaded and which it is", async () => {
    const server = serve();
    const health = (await server.inject("/health")).json();
    expect(health).toEqual({ status: "ok", embedder_loaded: true, search_configured: false });
    const info = (await server.inject("/api/info")).json();
    expect(info).toMatchObject({
      embedding_model: "models/tiny",
      model_fingerprint: embedder.model.fingerprint,
      dimensions: tinyDimensions,
      precision: "fp32",
      search_configured: false,
      limits: { max_body_bytes: 4_194_304, max_texts: 2048, max_top_k: 100 },
    });
    expect(info.version).toMatch(/^\d+\.\d+\.\d+$/u);
  });

  it("list only routes that exist", async () => {
    const server = serve();
    const { routes } = (await server.inject("/api/info")).json<{ routes: string[] }>();
    await server.ready();
    for (const route of routes) {
      const [method, url] = route.split(" ") as ["GET" | "POST", string];
      expect(server.hasRoute({ method, url }), route).toBe(true);
    }
  });

  it("answer unknown paths with 404 in the same shape as other errors", async () => {
    for (const url of ["/nothing", "/embed/", "//", "/%00", "/:id", "/embed%2f"]) {
      const reply = await serve().inject({ url });
      expect(reply.statusCode).toBe(404);
      expect(reply.json().error).toMatchObject({
        code: "NOT_FOUND",
        hint: "GET /api/info lists the routes.",
      });
    }
  });

  it("answer other methods with 405 and those that there are", async () => {
    for (const [method, url, allow] of [
      ["GET", "/embed?text=a", "POST"],
      ["DELETE", "/health", "GET, HEAD"],
      ["OPTIONS", "/v1/embeddings", "POST"],
      ["QUERY", "/health", "GET, HEAD"],
    ] as const) {
      const headers = { "content-type": "application/json" };
      const reply = await serve().inject({ method: method as "GET", url, headers });
      expect([reply.statusCode, reply.headers.allow]).toEqual([405, allow]);
      expect(reply.json().error.code).toMatch(/^METHOD_NOT_ALLOWED$/iu);
    }
  });
});

describe("limits", () => {
  it("answer a body above the limit with 413", async () => {
    const server = serve({ limits: { maxBodyBytes: 1024 } });
    const own = await post(server, "/embed", { text: "a".repeat(2000) });
    expect([own.status, own.body.error.code]).toEqual([413, "BODY_TOO_LARGE"]);
    const openAi = await post(server, "/v1/embeddings", { input: "a".repeat(2000) });
    expect([openAi.status, openAi.body.error.code]).toEqual([413, "body_too_large"]);
  });
});

describe("closing", () => {
  it("answers what has arrived, ends kept-alive connections and takes no new ones", async () => {
    const server = serve();
    const { promise: arrived, resolve } = Promise.withResolvers<undefined>();
    server.addHook("preHandler", async (request) => {
      if (request.method === "POST") resolve(undefined);
    });
    const url = await server.listen({ port: 0 });
    await (await fetch(`${url}/api/info`)).json(); // leaves an idle kept-alive connection
    const input = Array.from({ length: 400 }, (_, index) => `jacket ${index} `.repeat(40));
    const answer = fetch(`${url}/v1/embeddings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input }),
    });
    await arrived;
    const closed = server.close();
    const reply = await answer;
    expect(reply.status).toBe(200);
    expect(reply.headers.get("connection")).toBe("close");
    expect(((await reply.json()) as { data: unknown[] }).data).toHaveLength(400);
    await closed; // although there is a kept-alive connection
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  });
});
