import { afterAll, beforeAll, expect, it } from "vitest";
import { createAnthropicProvider } from "../src/create-anthropic-provider.ts";
import { generate, good, newFile, products } from "./generation.ts";
import { apiError, message, startMessagesServer, type MessagesServer } from "./messages-server.ts";

const COUNT = 1000;
const PAUSE_MS = 200;
const answered = new Map<string, number>();
const tooEarly: number[] = [];
let pausedUntil = 0;
let server: MessagesServer;

/** A small generator of pseudo-random numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

beforeAll(async () => {
  const draw = random(42);
  server = await startMessagesServer(async ({ body, atMs }) => {
    // In the first half of a pause requests may arrive that left before it was known.
    if (atMs < pausedUntil && atMs > pausedUntil - PAUSE_MS / 2) tooEarly.push(pausedUntil - atMs);
    await new Promise((later) => setTimeout(later, 20));
    const fault = draw();
    if (fault < 0.05) {
      pausedUntil = Math.max(pausedUntil, Date.now() + PAUSE_MS);
      return apiError(429, "rate_limit_error", { "retry-after-ms": `${PAUSE_MS}` });
    }
    if (fault < 0.07) return apiError(529, "overloaded_error");
    const id = /thing(\d+)/u.exec(body.messages[0]?.content ?? "")?.[1] ?? "";
    const text = good(id).text as string;
    if (fault < 0.08) return { ...message(text), cutAfter: 60 };
    if (fault < 0.09) return { ...apiError(200, "overloaded_error"), status: 200 };
    answered.set(id, (answered.get(id) ?? 0) + 1);
    return message(fault < 0.1 ? `Here are 4 queries:\n${text}` : text);
  });
});
afterAll(() => server.close());

it("loses no product and asks none twice against a server that misbehaves", async () => {
  const provider = createAnthropicProvider({ apiKey: "key", baseUrl: server.url });
  const answersFile = newFile();
  const options = { products: products(COUNT), answersFile, provider, concurrency: 8 };
  const result = await generate(options);
  expect(result.skipped).toEqual([]);
  expect(result.pairs).toHaveLength(4 * COUNT);
  expect(result.removed.preamble).toBeGreaterThan(0);
  expect(result.cost.requests).toBe(COUNT);
  expect([...answered.values()].every((count) => count === 1)).toBe(true);
  expect(tooEarly).toEqual([]);
  const before = server.requests.length;
  expect(await generate(options)).toEqual(result);
  expect(server.requests).toHaveLength(before);
});
