import type { ServerResponse } from "node:http";
import { QdrantClient } from "@qdrant/js-client-rest";
import { afterEach, expect, it } from "vitest";
import { startServer, type LocalServer } from "../../test/replay-qdrant.ts";
import { createBm25Index } from "../lexical/create-bm25-index.ts";
import { createMemoryCorpus } from "../retriever/create-memory-corpus.ts";
import { createRetriever } from "../retriever/create-retriever.ts";
import { createQdrantCorpus } from "./create-qdrant-corpus.ts";
import { writeQdrantVectors } from "./write-qdrant-vectors.ts";

const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A client of a server whose answers to the first, second, … request are these; the last goes on. */
async function clientOf(
  answers: readonly ((outgoing: ServerResponse) => void)[],
  timeout?: number,
) {
  let count = 0;
  const server = await startServer((_, outgoing) =>
    answers[Math.min(count++, answers.length - 1)]!(outgoing),
  );
  servers.push(server);
  return clientAt(server.url, timeout);
}

function clientAt(url: string, timeout?: number) {
  const headers = { "api-key": "my-secret-key" }; // apiKey warns about plain HTTP
  return new QdrantClient({ url, headers, checkCompatibility: false, ...(timeout && { timeout }) });
}

function says(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return (outgoing: ServerResponse) => {
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
  };
}
const fails = (status: number, error: string, headers?: Readonly<Record<string, string>>) =>
  says(status, { status: { error }, time: 0 }, headers);
const result = (value: unknown) => says(200, { result: value, status: "ok", time: 0 });

const collection = { name: "products" };
const info = result({ config: { params: { vectors: { size: 2, distance: "Cosine" } } } });
const payload = { id: "p1", model_fingerprint: "m1" };
const points = result({ points: [{ id: 1, version: 0, score: 1, payload }] });
const vector = Float32Array.of(1, 0);
const vectors = { data: vector, rows: 1, dimensions: 2 };
const content = { collection, docIds: ["p1"], vectors, fingerprint: "m1" };

it("says what went wrong, keeps the cause and never shows the key", async () => {
  const html = says(200, "<html>", { "content-type": "text/html" });
  const cases = [
    [
      says(401, "Invalid API key my-secret-key", { "content-type": "text/plain" }),
      "AUTHENTICATION_FAILED",
      "to be let in, got status 401.",
    ],
    [fails(403, "Forbidden: read-only my-secret-key"), "AUTHENTICATION_FAILED", "got status 403."],
    [fails(400, "Bad request: limit"), "REQUEST_REFUSED", "got status 400: Bad request: limit."],
    [fails(408, "Timeout: Operation"), "TIMEOUT", "got status 408: Timeout: Operation."],
    [fails(429, "Rate limiting"), "SERVER_FAILED", "got status 429: Rate limiting."],
    [fails(429, "Rate limiting", { "retry-after": "3" }), "SERVER_FAILED", "got "],
    [
      fails(500, `Service internal error: ${"x".repeat(999)}`),
      "SERVER_FAILED",
      "got status 500: Service internal error: xxx",
    ],
    [
      says(502, "Bad Gateway\n\n", { "content-type": "text/plain" }),
      "SERVER_FAILED",
      "got status 502: Bad Gateway.",
    ],
    [says(200, '{"result": {"conf'), "BAD_RESPONSE", "JSON"],
    [says(202, "{}"), "BAD_RESPONSE", "202"],
    [html, "BAD_RESPONSE", "expected an answer of Qdrant's REST API"],
    [result({}), "BAD_RESPONSE", "expected its configuration in the answer, got none"],
    [
      result({ config: { params: {} } }),
      "COLLECTION_MISMATCH",
      "expected a vector without a name, got none",
    ],
    [
      result({ config: { params: { vectors: { size: "2", distance: "Dot" } } } }),
      "BAD_RESPONSE",
      "size",
    ],
    [
      (outgoing: ServerResponse) => void outgoing.destroy(),
      "NO_CONNECTION",
      "expected a server, got",
    ],
  ] as const;
  for (const [answer, code, message] of cases) {
    const client = await clientOf([answer]);
    const found = createQdrantCorpus({ client, collection }).search(vector, 1);
    const error: unknown = await found.catch((thrown: unknown) => thrown);
    const expected = {
      code,
      message: expect.stringContaining(message),
      details: { collection: "products" },
    };
    expect(error, message).toMatchObject(expected);
    expect((error as Error).message).toMatch(
      /^Qdrant collection "products": expected [^]{1,300}\.$/u,
    );
    expect((error as Error).message).not.toContain("my-secret-key");
    const own = ["its configuration", "a vector", "size"].some((text) => message.includes(text));
    expect((error as Error).cause instanceof Error).toBe(!own);
  }
});

it("refuses points that are none", async () => {
  for (const wrong of [{}, { points: {} }, { points: [null] }, { points: [{ payload }] }]) {
    const client = await clientOf([info, result(wrong)]);
    await expect(
      createQdrantCorpus({ client, collection }).search(vector, 1),
    ).rejects.toMatchObject({
      code: "BAD_RESPONSE",
    });
  }
});

it("waits no longer than timeoutMs, or than the client's own timeout", async () => {
  const silent = () => undefined;
  const client = await clientOf([info, silent]);
  const corpus = createQdrantCorpus({ client, collection, timeoutMs: 60 });
  await expect(corpus.search(vector, 1)).rejects.toMatchObject({
    code: "TIMEOUT",
    message: 'Qdrant collection "products": expected an answer within 60 ms, got none.',
  });
  const impatient = await clientOf([silent], 60);
  await expect(
    createQdrantCorpus({ client: impatient, collection }).search(vector, 1),
  ).rejects.toMatchObject({ code: "TIMEOUT", cause: { name: "QdrantClientTimeoutError" } });
});

it("rejects with the reason of its signal", async () => {
  const canceled = new AbortController();
  const client = await clientOf([info, () => canceled.abort(new Error("enough"))]);
  const { signal } = canceled;
  const corpus = createQdrantCorpus({ client, collection, signal });
  await expect(corpus.search(vector, 1)).rejects.toThrow("enough");
  await expect(corpus.search(vector, 1)).rejects.toThrow("enough");
  await expect(writeQdrantVectors({ ...content, client, signal })).rejects.toThrow("enough");
});

it("lets the retriever use a fallback when the server is gone, and is asked again when it is back", async () => {
  const gone = await startServer(() => undefined);
  await gone.close();
  const fallback = [createMemoryCorpus({ vectors, docIds: ["p1"], fingerprint: "m1" })];
  const model = { fingerprint: "m1", embed: async () => vectors };
  const away = createQdrantCorpus({ client: clientAt(gone.url), collection });
  expect(await createRetriever({ model, corpus: away, fallback }).search("rain")).toMatchObject({
    docs: [{ docId: "p1" }],
    source: "fallback",
    name: "memory",
    passedOver: [expect.stringMatching(/^qdrant: .*expected a server, got .*ECONNREFUSED/u)],
  });

  const client = await clientOf([fails(503, "starting"), info, fails(500, "busy"), info, points]);
  const lexical = createBm25Index({ documents: [{ id: "p1", text: "rain" }] });
  const corpus = createQdrantCorpus({ client, collection });
  const retriever = createRetriever({ model, corpus, lexical });
  expect((await retriever.search("rain")).passedOver[0]).toContain("status 503: starting");
  expect((await retriever.search("rain")).passedOver[0]).toContain("status 500: busy");
  expect(await retriever.search("rain")).toMatchObject({ source: "corpus", passedOver: [] });
});

it("never answers with another model's vectors", async () => {
  const client = await clientOf([info, points]);
  const retriever = createRetriever({
    model: { fingerprint: "m2", embed: async () => vectors },
    corpus: createQdrantCorpus({ client, collection }),
  });
  await expect(retriever.search("rain")).rejects.toMatchObject({
    code: "NO_CORPUS",
    message: expect.stringContaining("qdrant: its vectors are of another model (m1)"),
  });
});

it("says when points are not written in time, or not at all", async () => {
  for (const [status, code] of [
    ["wait_timeout", "TIMEOUT"],
    ["acknowledged", "BAD_RESPONSE"],
  ] as const) {
    const client = await clientOf([info, result({ points: [] }), result({ status })]);
    await expect(writeQdrantVectors({ ...content, client })).rejects.toMatchObject({ code });
  }
});

it("refuses wrong arguments before anything is sent", async () => {
  let requests = 0;
  const client = await clientOf([() => void requests++]);
  const corpus = createQdrantCorpus({ client, collection });
  for (const topK of [0, 1.5, NaN])
    await expect(corpus.search(vector, topK)).rejects.toThrow(RangeError);
  const notFinite = { ...vectors, data: Float32Array.of(1, NaN) };
  const wrong = { code: "INVALID_VECTOR" };
  await expect(corpus.search(notFinite.data, 1)).rejects.toMatchObject(wrong);
  const write = (more: object) => writeQdrantVectors({ ...content, client, ...more });
  await expect(write({ vectors: notFinite })).rejects.toMatchObject(wrong);
  const two = { data: Float32Array.of(1, 0, 0, 1), rows: 2, dimensions: 2 };
  await expect(write({ docIds: ["p1", "p1"], vectors: two })).rejects.toMatchObject({
    code: "DUPLICATE_DOCUMENT",
  });
  for (const more of [
    { vectors: two },
    { vectors: { ...two, rows: 1 } },
    { batchSize: 0 },
    { timeoutMs: 0 },
    { collection: { name: "products", idKey: null } },
  ])
    await expect(write(more), JSON.stringify(more)).rejects.toThrow(RangeError);
  expect(() => createQdrantCorpus({ client, collection, timeoutMs: 2 ** 31 })).toThrow(RangeError);
  expect(requests).toBe(0);
});
