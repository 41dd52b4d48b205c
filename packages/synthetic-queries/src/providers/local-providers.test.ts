import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { buildPackedPrompt } from "../prompts/build-packed-prompt.ts";
import { createOllamaProvider } from "./create-ollama-provider.ts";
import { createOpenAiProvider } from "./create-openai-provider.ts";
import type { QueryProvider } from "./query-provider.ts";

const PRODUCT = { id: "7", title: "Oak desk", description: null, category: null };
const { system, user, schema } = buildPackedPrompt([PRODUCT]);
const REQUEST = { product: PRODUCT, prompt: { system, user }, maxTokens: 200, schema };
const KEY = "sk-secret-0123456789";

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

let close: (() => void) | undefined;
afterEach(() => close?.());

/** Answers with the replies in order, the last one again and again; keeps the bodies. */
async function serve(replies: readonly Reply[]): Promise<{ url: string; bodies: unknown[] }> {
  const bodies: unknown[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString() || "null"));
      const { status = 200, headers = {}, body } = replies[bodies.length - 1] ?? replies.at(-1)!;
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  close = () => void server.close();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

const completion = {
  choices: [
    { index: 0, finish_reason: "length", message: { role: "assistant", content: "oak desk" } },
  ],
  usage: { prompt_tokens: 30, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 10 } },
};
const chat = {
  ...{ model: "m", done: true, done_reason: "stop", prompt_eval_count: 30, eval_count: 4 },
  message: { role: "assistant", content: "oak desk" },
};
const FAST = { maxRetries: 2, firstWaitMs: 1 };
const providers: readonly [string, Reply, (url: string) => QueryProvider][] = [
  [
    "OpenAI",
    { body: completion },
    (url) => createOpenAiProvider({ model: "m", baseUrl: `${url}/v1`, apiKey: KEY, ...FAST }),
  ],
  ["Ollama", { body: chat }, (url) => createOllamaProvider({ model: "m", baseUrl: url, ...FAST })],
];

describe.each(providers)("%s", (_name, good, create) => {
  it("is asked with system, user and schema", async () => {
    const { url, bodies } = await serve([good]);
    const { text, usage } = await create(url).writeQueries(REQUEST);
    expect(text).toBe("oak desk");
    expect(usage?.outputTokens).toBe(4);
    expect(JSON.stringify(bodies[0])).toContain('"additionalProperties":false');
    expect(bodies[0]).toMatchObject({
      model: "m",
      messages: [
        { role: "system", content: system },
        { role: "user", content: user },
      ],
    });
  });

  it.each([408, 409, 429, 500, 503, 529])("is asked again after %i", async (status) => {
    const { url, bodies } = await serve([{ status, body: { error: "busy" } }, good]);
    expect((await create(url).writeQueries(REQUEST)).text).toBe("oak desk");
    expect(bodies).toHaveLength(2);
  });

  it.each([
    ["garbage", '{"cho'],
    ["an error", { error: { message: "overloaded" } }],
  ])("is asked again after %s inside a 200", async (_what, body) => {
    const { url, bodies } = await serve([{ body }, good]);
    expect((await create(url).writeQueries(REQUEST)).text).toBe("oak desk");
    expect(bodies).toHaveLength(2);
  });

  it.each([
    [404, "UNKNOWN_MODEL"],
    [401, "AUTHENTICATION_FAILED"],
    [400, "INVALID_REQUEST"],
  ])("says what %i means, without the key", async (status, code) => {
    const { url, bodies } = await serve([{ status, body: { error: "model 'm' not found" } }]);
    const error = (await create(url)
      .writeQueries(REQUEST)
      .catch((cause: unknown) => cause)) as Error;
    expect(error).toMatchObject({ code, hint: expect.any(String) as string });
    expect(error.message).not.toContain(KEY);
    expect(bodies).toHaveLength(1);
  });
});

it("cached and cut answers of OpenAI are told", async () => {
  const { url } = await serve([{ body: completion }]);
  const provider = createOpenAiProvider({ model: "m", baseUrl: url, structured: false });
  expect(await provider.writeQueries(REQUEST)).toEqual({
    text: "oak desk",
    stopReason: "max_tokens",
    usage: { inputTokens: 20, outputTokens: 4, cacheReadTokens: 10 },
  });
});

it("Ollama says how to start it and how to get the model", async () => {
  const down = createOllamaProvider({ model: "llama3.2", baseUrl: "http://127.0.0.1:59999" });
  await expect(down.writeQueries(REQUEST)).rejects.toMatchObject({
    code: "PROVIDER_NOT_RUNNING",
    hint: "Start it: ollama serve; then: ollama pull llama3.2",
  });
  const { url } = await serve([{ status: 404, body: { error: "model 'llama3.2' not found" } }]);
  const missing = createOllamaProvider({ model: "llama3.2", baseUrl: url });
  await expect(missing.writeQueries(REQUEST)).rejects.toMatchObject({
    code: "UNKNOWN_MODEL",
    hint: "Get it: ollama pull llama3.2",
  });
});
