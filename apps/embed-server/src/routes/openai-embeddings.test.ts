import { createEmbedder, type Embedder } from "@searchfit/onnx-embedder";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tinyDimensions, tinyModel } from "../../test/tiny-model.ts";
import { createServer } from "../create-server.ts";

let embedder: Embedder;
let server: FastifyInstance;

beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
  server = createServer({ embedder, modelId: "models/tiny", limits: { maxTexts: 100 } });
});

afterAll(async () => {
  await server.close();
  await embedder.close();
});

async function embeddings(payload: object) {
  const reply = await server.inject({ method: "POST", url: "/v1/embeddings", payload });
  return { status: reply.statusCode, body: reply.json() };
}

it("embeds one text or a list of texts, in their order", async () => {
  const input = ["red shoe", "desk lamp", "red shoe"];
  const { status, body } = await embeddings({ model: "any", input });
  const expected = await embedder.embedDocuments(input);
  expect(status).toBe(200);
  expect(body).toMatchObject({ object: "list", model: "models/tiny" });
  expect(body.data).toEqual(
    input.map((_, index) => ({
      object: "embedding",
      index,
      embedding: [...expected.data.subarray(index * tinyDimensions, (index + 1) * tinyDimensions)],
    })),
  );
  const one = await embeddings({ model: "any", input: "red shoe" });
  expect(one.body.data).toHaveLength(1);
});

it("keeps the order of lists that are embedded in several groups", async () => {
  const input = Array.from(
    { length: 100 },
    (_, index) => `shoe ${"a ".repeat(index % 13)}${index}`,
  );
  const { body } = await embeddings({ input });
  for (const index of [0, 63, 64, 99]) {
    const { data } = await embedder.embedDocuments([input[index] ?? ""]);
    const got = body.data[index].embedding as number[];
    const difference = Math.max(...got.map((value, at) => Math.abs(value - (data[at] ?? 0))));
    expect(difference).toBeLessThan(1e-5);
  }
});

it("gives base64 of little-endian 32-bit floats that are the floats, bit for bit", async () => {
  const input = ["red shoe", "desk lamp"];
  const floats = await embeddings({ input });
  const base64 = await embeddings({ input, encoding_format: "base64" });
  for (const index of input.keys()) {
    const bytes = Buffer.from(base64.body.data[index].embedding as string, "base64");
    const decoded = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
    expect(decoded).toEqual(floats.body.data[index].embedding);
  }
});

it("counts the tokens that the model read", async () => {
  const counted = embedder.countTokens(["red shoe", "desk lamp"]);
  const { body } = await embeddings({ input: ["red shoe", "desk lamp"] });
  const tokens = (counted[0] ?? 0) + (counted[1] ?? 0);
  expect(body.usage).toEqual({ prompt_tokens: tokens, total_tokens: tokens });
  const long = await embeddings({ input: "shoe ".repeat(10_000) });
  expect(long.body.usage.prompt_tokens).toBe(embedder.model.maxTokens);
  const blanks = await embeddings({ input: `${" ".repeat(50_000)}red shoe` });
  expect(blanks.body.usage.prompt_tokens).toBe(counted[0]);
});

it.each([
  ["nothing", {}, "input"],
  ["an empty text", { input: "" }, "input"],
  ["an empty list", { input: [] }, "input"],
  ["a list with an empty text", { input: ["red shoe", " "] }, "input"],
  ["a list with null", { input: [null] }, "input"],
  ["token ids", { input: [1, 2, 3] }, "input"],
  ["lists of token ids", { input: [[1, 2], [3]] }, "input"],
  ["an unknown encoding", { input: "a", encoding_format: "hex" }, "encoding_format"],
  ["another number of dimensions", { input: "a", dimensions: 16 }, "dimensions"],
  ["dimensions that are no number", { input: "a", dimensions: "32" }, "dimensions"],
])("refuses %s with 400 in OpenAI's envelope", async (_, payload, param) => {
  const { status, body } = await embeddings(payload);
  expect(status).toBe(400);
  expect(Object.keys(body.error)).toEqual(["message", "type", "param", "code"]);
  expect(body.error).toMatchObject({
    type: "invalid_request_error",
    param,
    code: "invalid_request",
  });
});

it("takes the model's own number of dimensions", async () => {
  expect((await embeddings({ input: "a", dimensions: tinyDimensions })).status).toBe(200);
});

it("refuses more texts than the limit with 413", async () => {
  const { status, body } = await embeddings({ input: Array<string>(101).fill("a") });
  expect([status, body.error.code]).toEqual([413, "batch_too_large"]);
});

it("lists the model that is served", async () => {
  const body = (await server.inject("/v1/models")).json();
  expect(body.data).toHaveLength(1);
  expect(body.data[0]).toMatchObject({ id: "models/tiny", object: "model", owned_by: "searchfit" });
});
