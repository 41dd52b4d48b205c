import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import { fastify, type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-model.ts";
import { createServer } from "../create-server.ts";

interface Operation {
  readonly requestBody?: { readonly content: { readonly "application/json": { schema: object } } };
  readonly responses: Record<string, { content: Record<string, { schema: object }> }>;
}

let embedder: Embedder;
let server: FastifyInstance;
let paths: Record<string, Record<string, Operation>>;
const hit = { id: "1", title: "a", description: null, category: null, score: 0.5 };

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
  server = createServer({
    embedder,
    search: async () => ({ hits: [hit] }),
    reranking: {
      id: "r",
      reranker: { rerank: async (_, texts) => new Float32Array(texts.length) },
    },
    limits: { maxTexts: 20 },
  });
  paths = (await server.inject("/openapi.json")).json().paths;
});

afterAll(async () => {
  await server.close();
  await embedder.close();
});

/** What is wrong with a value by a schema, told by the validator that the server uses. */
async function problems(schema: object, value: unknown): Promise<string | null> {
  const app = fastify();
  app.post("/", { schema: { body: schema } }, async () => null);
  const reply = await app.inject({
    method: "POST",
    url: "/",
    headers: { "content-type": "application/json" },
    payload: JSON.stringify(value),
  });
  await app.close();
  return reply.statusCode === 200 ? null : reply.body;
}

/** The document's own schemas, put where they are referred to. */
async function answerSchema(path: string, method: string, status: number): Promise<object> {
  const found = paths[path]?.[method]?.responses[status]?.content;
  const schema = Object.values(found ?? {})[0]?.schema as { $ref?: string } | undefined;
  if (schema === undefined) throw new Error(`${method} ${path} ${status} is not described`);
  const name = schema.$ref?.split("/").at(-1);
  const { components } = (await server.inject("/openapi.json")).json();
  return name === undefined ? schema : components.schemas[name];
}

describe("GET /openapi.json", () => {
  it("describes exactly the routes that GET /api/info lists", async () => {
    const { routes } = (await server.inject("/api/info")).json<{ routes: string[] }>();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual([...routes].sort());
  });

  it.each([
    ["post", "/embed", { text: "a" }],
    ["post", "/v1/embeddings", { input: ["a", "b"], encoding_format: "base64" }],
    ["post", "/api/search", { query: "a" }],
    ["post", "/rerank", { query: "a", documents: ["b"], return_documents: true }],
    ["get", "/v1/models", undefined],
    ["get", "/health", undefined],
    ["get", "/ready", undefined],
    ["get", "/api/info", undefined],
  ] as const)("describes the answer of %s %s", async (method, path, payload) => {
    const reply = await server.inject({ method, url: path, ...(payload && { payload }) });
    expect(reply.statusCode).toBe(200);
    expect(await problems(await answerSchema(path, method, 200), reply.json())).toBeNull();
  });

  it("asks for the key where the server does", async () => {
    const closed = createServer({ embedder, apiKey: "k" });
    const headers = { authorization: "Bearer k" };
    const document = (await closed.inject({ url: "/openapi.json", headers })).json();
    await closed.close();
    expect(document.paths["/embed"].post.security).toEqual([{ key: [] }]);
    expect(document.paths["/ready"].get.security).toBeUndefined();
  });
});

describe("500 random bodies", () => {
  it("are answered as described: 200 where they fit, 400 or 413 where not, never 5xx", async () => {
    const random = seeded(11);
    for (let round = 0; round < 500; round++) {
      const [path, methods] = random.pick(Object.entries(paths).filter(([, m]) => "post" in m));
      const schema = methods.post?.requestBody?.content["application/json"].schema ?? {};
      const value = random.body(schema);
      const reply = await server.inject({
        method: "POST",
        url: path,
        headers: { "content-type": "application/json" },
        payload: random.spoil(JSON.stringify(value)),
      });
      const place = `${path} ${JSON.stringify(value)}`;
      expect([200, 400, 413], place).toContain(reply.statusCode);
      if (round % 20 !== 0) continue;
      const answer = await answerSchema(path, "post", reply.statusCode);
      expect(await problems(answer, reply.json()), place).toBeNull();
    }
  });
});

/** Bodies that look like a schema's, with wrong kinds, missing and strange values among them. */
function seeded(seed: number) {
  let state = seed;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const pick = <T>(values: readonly T[]): T => {
    const at = Math.floor(next() * values.length);
    return values.slice(at, at + 1)[0] as T;
  };
  const strange: readonly unknown[] = [
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    7,
    "",
    " ",
    "a",
    "\ud800",
    "\0",
    "__proto__",
    "x".repeat(3000),
    "<script>",
    [],
    [""],
    ["a"],
    ["a", 1],
    [[1, 2]],
    [1],
    {},
    { text: "a" },
    [{ text: "a" }],
    [{ text: 1 }],
    Array<string>(30).fill("a"),
    "float",
    "base64",
    "query",
    "document",
  ];
  const body = ({ properties = {} }: { properties?: Record<string, object> }): unknown => {
    if (next() < 0.03) return pick(strange);
    const fields = Object.keys(properties).filter(() => next() < 0.7);
    const entries = [...fields, ...(next() < 0.1 ? ["toString", "__proto__"] : [])].map(
      (name) => [name, next() < 0.4 && name !== "top_k" ? "red shoe" : pick(strange)] as const,
    );
    return Object.fromEntries(entries);
  };
  const spoil = (text: string) => (next() < 0.03 ? text.slice(0, -1) : text);
  return { pick, body, spoil };
}
