import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-model.ts";
import { createServer } from "../create-server.ts";

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

describe("an API key", () => {
  it("is asked for by every route but /health", async () => {
    const server = serve({ apiKey: "s3cret" });
    expect((await server.inject("/health")).statusCode).toBe(200);
    for (const url of ["/api/info", "/v1/models", "/nothing"]) {
      const reply = await server.inject(url);
      expect(reply.statusCode, url).toBe(401);
      expect(reply.headers["www-authenticate"]).toBe("Bearer");
    }
    expect((await post(server, "/embed", { text: "a" })).body.error.code).toBe("UNAUTHORIZED");
    const openAi = await post(server, "/v1/embeddings", { input: "a" });
    expect(openAi.body.error).toMatchObject({ code: "invalid_api_key", param: null });
  });

  it("is taken as a bearer token or as X-API-Key, and only when it is the right one", async () => {
    const server = serve({ apiKey: "s3cret" });
    const statusWith = async (headers: Record<string, string>) =>
      (await server.inject({ url: "/api/info", headers })).statusCode;
    expect(await statusWith({ authorization: "Bearer s3cret" })).toBe(200);
    expect(await statusWith({ "x-api-key": "s3cret" })).toBe(200);
    for (const wrong of ["s3cre", "s3cretx", "S3CRET", "", "é"]) {
      expect(await statusWith({ authorization: `Bearer ${wrong}` }), wrong).toBe(401);
      expect(await statusWith({ "x-api-key": wrong }), wrong).toBe(401);
    }
    expect(await statusWith({ authorization: "Basic s3cret" })).toBe(401);
  });

  it("is refused when it is empty, as nobody could send it", () => {
    expect(() => createServer({ embedder, apiKey: "" })).toThrow(RangeError);
  });
});

describe("request ids and logs", () => {
  it("give each request an id: the caller's when it is plain, else a new one", async () => {
    const server = serve();
    const idFor = async (given?: string) => {
      const headers = given === undefined ? {} : { "x-request-id": given };
      return (await server.inject({ url: "/health", headers })).headers["x-request-id"];
    };
    expect(await idFor("abc-1.2:3_x")).toBe("abc-1.2:3_x");
    const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/u;
    expect(await idFor()).toMatch(uuid);
    expect(await idFor("a b")).toMatch(uuid);
    expect(await idFor("x".repeat(129))).toMatch(uuid);
  });

  it("log one JSON line a request, without texts, keys or query strings", async () => {
    const lines: string[] = [];
    const server = serve({ apiKey: "s3cret", log: { write: (line) => lines.push(line) } });
    const headers = { "content-type": "application/json", "x-api-key": "s3cret" };
    const request = { method: "POST" as const, headers };
    const payload = JSON.stringify({ text: "xyzzy", input: "xyzzy" });
    await server.inject({ ...request, url: "/embed?text=xyzzy", payload });
    await server.inject({ ...request, url: "/v1/embeddings", payload });
    await server.inject({ ...request, url: "/embed", payload: "xyzzy" });
    await server.inject({ ...request, url: "/xyzzy", payload });
    const entries = lines.map((line) => JSON.parse(line));
    expect(entries.map(({ method, route, status }) => [method, route, status])).toEqual([
      ["POST", "/embed", 200],
      ["POST", "/v1/embeddings", 200],
      ["POST", "/embed", 400],
      ["POST", "none", 404],
    ]);
    expect(entries.every(({ request_id, ms }) => request_id !== "" && ms >= 0)).toBe(true);
    expect(lines.join("")).not.toMatch(/xyzzy|s3cret/u);
  });

  it("answer a failure of the server with 500 that says nothing of its inside", async () => {
    const lines: string[] = [];
    const server = serve({
      search: () => Promise.reject(new Error("secret inside")),
      log: { level: "error", write: (line) => lines.push(line) },
    });
    const { status, body } = await post(server, "/api/search", { query: "a" });
    expect([status, body.error.code]).toEqual([500, "INTERNAL"]);
    expect(JSON.stringify(body)).not.toContain("secret inside");
    expect(lines.join("")).toContain("secret inside");
    expect(lines.join("")).toContain(body.request_id);
  });
});
