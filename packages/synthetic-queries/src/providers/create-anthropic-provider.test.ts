import diagnostics from "node:diagnostics_channel";
import { afterEach, describe, expect, it } from "vitest";
import {
  apiError,
  message,
  startMessagesServer,
  type MessagesServer,
  type Reply,
} from "../../test/messages-server.ts";
import { buildPrompt } from "../prompts/build-prompt.ts";
import {
  createAnthropicProvider,
  type AnthropicProviderOptions,
} from "./create-anthropic-provider.ts";
import type { ProviderAnswer } from "./query-provider.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";

const KEY = "sk-ant-test-0123456789";
const PRODUCT = { id: "7", title: "Oak desk", description: "Solid oak.", category: "Furniture" };

let server: MessagesServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Asks once, with the server's replies in order; the last one is repeated. */
async function ask(
  replies: readonly [Reply, ...Reply[]],
  options: Partial<AnthropicProviderOptions> & { readonly signal?: AbortSignal } = {},
): Promise<ProviderAnswer> {
  server = await startMessagesServer((_, number) => replies[number - 1] ?? replies[0]);
  const { signal, ...settings } = options;
  const provider = createAnthropicProvider({ apiKey: KEY, baseUrl: server.url, ...settings });
  const request = { product: PRODUCT, prompt: buildPrompt(PRODUCT), maxTokens: 200 };
  return provider.writeQueries(signal === undefined ? request : { ...request, signal });
}

async function failure(...args: Parameters<typeof ask>): Promise<SyntheticQueriesError> {
  const error: unknown = await ask(...args).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SyntheticQueriesError);
  const { code, message: text, hint, details } = error as SyntheticQueriesError;
  expect(JSON.stringify([code, text, hint, details])).not.toContain(KEY);
  expect(hint).toBeDefined();
  return error as SyntheticQueriesError;
}

describe("an answer", () => {
  it("has text, usage and reason to stop", async () => {
    const reply = message("oak desk\ndesk for home", {
      usage: {
        input_tokens: 300,
        output_tokens: 40,
        cache_creation_input_tokens: 5,
        cache_read_input_tokens: 7,
      },
    });
    expect(await ask([reply])).toEqual({
      text: "oak desk\ndesk for home",
      usage: { inputTokens: 300, outputTokens: 40, cacheReadTokens: 7, cacheWriteTokens: 5 },
      stopReason: "end_turn",
    });
  });

  it("was asked for with thinking off and at most 200 tokens", async () => {
    await ask([message("oak desk")], { model: "claude-sonnet-5-5" });
    const [request] = server?.requests ?? [];
    const { system, user } = buildPrompt(PRODUCT);
    expect(request).toMatchObject({
      method: "POST",
      path: "/v1/messages",
      authorization: `Bearer ${KEY}`,
      body: {
        model: "claude-sonnet-5-5",
        max_tokens: 200,
        thinking: { type: "disabled" },
        system,
        messages: [{ role: "user", content: user }],
      },
    });
  });

  it("may be a refusal or cut by the length limit, which is told", async () => {
    const refusal = message("", { content: [], stop_reason: "refusal" });
    expect(await ask([refusal])).toMatchObject({ text: "", stopReason: "refusal" });
    await server?.close();
    const cut = message("oak desk\noak de", { stop_reason: "max_tokens" });
    expect(await ask([cut])).toMatchObject({ stopReason: "max_tokens" });
  });
});

/** Resolves when the headers of a 429 have come and fetch has handed them over. */
async function refusalHasCome(): Promise<void> {
  await new Promise<void>((come) => {
    const listen = (event: unknown) => {
      if ((event as { response: { statusCode: number } }).response.statusCode !== 429) return;
      diagnostics.unsubscribe("undici:request:headers", listen);
      come();
    };
    diagnostics.subscribe("undici:request:headers", listen);
  });
  for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
}

describe("a request is tried again", () => {
  it.each([
    ["429", apiError(429, "rate_limit_error", { "retry-after-ms": "20" })],
    ["529", apiError(529, "overloaded_error", { "retry-after-ms": "20" })],
    ["500", apiError(500, "api_error", { "retry-after-ms": "20" })],
    ["408", apiError(408, "timeout_error", { "retry-after-ms": "20" })],
    ["a cut body", { ...message("oak desk"), cutAfter: 50 }],
    ["a body that is no JSON", { body: '{"type":"mess' }],
    ["an error inside a 200", { ...apiError(200, "overloaded_error"), status: 200 }],
  ])("after %s", async (_name, bad) => {
    expect(await ask([bad, message("oak desk")])).toMatchObject({ text: "oak desk" });
    expect(server?.requests).toHaveLength(2);
  });

  it.each([
    ["seconds", () => "1"],
    ["a date", () => new Date(Date.now() + 2000).toUTCString()],
  ])("not before retry-after in %s, and no other request either", async (_name, retryAfter) => {
    let notBefore = 0;
    server = await startMessagesServer((_, number) => {
      if (number > 1) return message("oak desk");
      const value = retryAfter();
      notBefore = value === "1" ? Date.now() + 1000 : Date.parse(value);
      return apiError(429, "rate_limit_error", { "retry-after": value });
    });
    const provider = createAnthropicProvider({ apiKey: KEY, baseUrl: server.url });
    const request = { product: PRODUCT, prompt: buildPrompt(PRODUCT), maxTokens: 200 };
    const refused = refusalHasCome();
    const first = provider.writeQueries(request);
    await refused;
    await Promise.all([first, provider.writeQueries(request), provider.writeQueries(request)]);
    expect(server.requests).toHaveLength(4);
    for (const { atMs } of server.requests.slice(1)) expect(atMs).toBeGreaterThanOrEqual(notBefore);
  });

  it("as often as was said and no more", async () => {
    const busy = apiError(529, "overloaded_error", { "retry-after-ms": "5" });
    const options = { maxRetries: 2, firstWaitMs: 1 };
    expect((await failure([apiError(429, "rate_limit_error")], options)).code).toBe("RATE_LIMITED");
    expect(server?.requests).toHaveLength(3);
    await server?.close();
    const granting: [Reply, ...Reply[]] = [
      busy,
      ...Array<Reply>(14).fill(busy),
      message("oak desk"),
    ];
    expect(await ask(granting, options)).toMatchObject({ text: "oak desk" });
    await server?.close();
    expect((await failure([busy], options)).code).toBe("PROVIDER_UNAVAILABLE");
    expect(server?.requests.length).toBeLessThanOrEqual(25);
  });
});

describe("a failure says what to do", () => {
  const once = { maxRetries: 0 };

  it("when the model is unknown or retired", async () => {
    const gone = apiError(404, "not_found_error");
    const error = await failure([gone], { model: "claude-sonnet-4-20250514" });
    expect(error.code).toBe("UNKNOWN_MODEL");
    expect(error.message).toContain('"claude-sonnet-4-20250514", which is unknown or retired');
    expect(error.hint).toContain("claude-haiku-5-5");
    expect(server?.requests).toHaveLength(1);
  });

  it.each([
    [401, "authentication_error", "AUTHENTICATION_FAILED"],
    [402, "billing_error", "PAYMENT_REQUIRED"],
    [403, "permission_error", "PERMISSION_DENIED"],
    [400, "invalid_request_error", "INVALID_REQUEST"],
    [429, "rate_limit_error", "RATE_LIMITED"],
    [500, "api_error", "PROVIDER_UNAVAILABLE"],
    [529, "overloaded_error", "PROVIDER_UNAVAILABLE"],
  ])("after %i %s", async (status, type, code) => {
    const error = await failure([apiError(status, type)], once);
    expect(error.code).toBe(code);
    expect(error.details).toMatchObject({ status, requestId: "req_test" });
  });

  it("when another server answers at the address", async () => {
    const error = await failure([{ status: 404, body: "<html>Not here</html>" }], once);
    expect(error.code).toBe("PROVIDER_UNAVAILABLE");
    expect(error.hint).toContain("base URL");
  });

  it("when answers stay broken", async () => {
    const error = await failure([{ body: "[]" }], once);
    expect(error.code).toBe("INVALID_ANSWER");
  });

  it("when nobody listens", async () => {
    const error = await failure([message("")], { ...once, baseUrl: "http://127.0.0.1:9" });
    expect(error.code).toBe("PROVIDER_UNAVAILABLE");
    expect(error.message).toContain("http://127.0.0.1:9");
  });

  it("when the server says nothing in time", async () => {
    server = await startMessagesServer(() => new Promise<Reply>(() => undefined));
    const provider = createAnthropicProvider({
      apiKey: KEY,
      baseUrl: server.url,
      maxRetries: 0,
      timeoutMs: 100,
    });
    const request = { product: PRODUCT, prompt: buildPrompt(PRODUCT), maxTokens: 200 };
    await expect(provider.writeQueries(request)).rejects.toMatchObject({
      code: "PROVIDER_UNAVAILABLE",
    });
  });

  it.each(["", "   ", "sk-ant\nsecret"])("for the key %j, without quoting it", (apiKey) => {
    try {
      createAnthropicProvider({ apiKey });
      expect.unreachable();
    } catch (error) {
      expect((error as SyntheticQueriesError).code).toBe("AUTHENTICATION_FAILED");
      expect((error as SyntheticQueriesError).message).not.toContain("secret");
    }
  });
});

describe("breaking off", () => {
  it("ends a request and a pause with the reason", async () => {
    const controller = new AbortController();
    const late = apiError(429, "rate_limit_error", { "retry-after": "60" });
    const asked = ask([late], { signal: controller.signal });
    setTimeout(() => {
      controller.abort(new Error("enough"));
    }, 100);
    await expect(asked).rejects.toThrow("enough");
  });
});
