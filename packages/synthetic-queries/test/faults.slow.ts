import diagnostics from "node:diagnostics_channel";
import { expect, it } from "vitest";
import { createAnthropicProvider } from "../src/providers/create-anthropic-provider.ts";
import { createAnthropicBatchProvider } from "../src/batches/create-anthropic-batch-provider.ts";
import { ClaudeServer, type BatchFault, type Fault } from "./claude-server.ts";
import { runFaultCases, scripts } from "./fault-cases.ts";
import { generate, newFile, products } from "./generation.ts";

const COUNT = 10_000;
const LATENCY_MS = 50;
const GRANTED = 150;
const WINDOW_MS = 1000;
const RETRY_AFTER_MS = 40;
/** Between the arrival of a 429's headers and the moment that `fetch` hands them over. */
const UNKNOWN_MS = 5;

/** A small generator of pseudo-random numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Requests that left although a 429 that had arrived before says to wait, by how many milliseconds. */
function watchPauses(): readonly number[] {
  const early: number[] = [];
  let pause = { from: 0, until: 0 };
  diagnostics.subscribe("undici:request:headers", (event) => {
    const { response } = event as { response: { statusCode: number; headers: Buffer[] } };
    const headers = response.headers.map(String);
    const after = headers[headers.indexOf("retry-after") + 1];
    if (response.statusCode !== 429 || after === undefined) return;
    const from = Date.now();
    if (from + Number(after) * 1000 > pause.until)
      pause = { from, until: from + Number(after) * 1000 };
  });
  diagnostics.subscribe("undici:request:create", () => {
    const now = Date.now();
    if (now > pause.from + UNKNOWN_MS && now < Math.floor(pause.until))
      early.push(pause.until - now);
  });
  return early;
}

it("ends each of 2,197 sequences of three faults as it must", async () => {
  const cases = scripts(3);
  expect(cases.length).toBeGreaterThan(2000);
  expect(await runFaultCases(cases)).toEqual({ wrong: [], paidTwice: [] });
});

it("loses none of 10,000 products and uses what a misbehaving server grants", async () => {
  const draw = random(42);
  const origin = Date.now();
  let window = { start: origin, used: 0 };
  const early = watchPauses();
  const hold = (ms: number): Fault => ({
    kind: "status",
    ...{ status: 429, headers: { "retry-after": `${ms / 1000}` } },
  });
  let answered = 0;
  const server = await ClaudeServer.start({
    latencyMs: LATENCY_MS,
    fault: () => {
      const now = Date.now();
      const start = now - ((now - origin) % WINDOW_MS);
      if (start > window.start) window = { start, used: 0 };
      window.used += 1;
      if (window.used > GRANTED) return hold(window.start + WINDOW_MS - now);
      answered += 1;
      const fault = draw();
      if (fault < 0.05) return hold(RETRY_AFTER_MS);
      if (fault < 0.07) return { kind: "status", status: 529 };
      if (fault < 0.08) return { kind: "cut" };
      if (fault < 0.09) return { kind: "error-in-200" };
      return fault < 0.1 ? { kind: "say", text: "Sure! Here are the queries:" } : undefined;
    },
  });
  const provider = createAnthropicProvider({ apiKey: "key", baseUrl: server.url });
  const answersFile = newFile();
  const options = { products: products(COUNT), answersFile, provider, concurrency: 24 };
  const before = Date.now();
  const result = await generate(options);
  const seconds = (Date.now() - before) / 1000;
  const share = answered / (seconds * GRANTED * (1000 / WINDOW_MS));
  process.stdout.write(`granted rate used: ${(share * 100).toFixed(1)} % in ${seconds} s\n`);
  expect(result.skipped).toEqual([]);
  expect(result.pairs).toHaveLength(4 * COUNT);
  expect([...server.paid.values()].filter((count) => count !== 1)).toEqual([]);
  expect(early).toEqual([]);
  expect(share).toBeGreaterThanOrEqual(0.95);
  const requests = server.messages.length;
  expect(await generate(options)).toEqual(result);
  expect(server.messages).toHaveLength(requests);
  await server.close();
});

it("loses none of 10,000 products in batches with results in any order, missing, twice and expired", async () => {
  const draw = random(7);
  const drawn = new Map<string, BatchFault | undefined>();
  const server = await ClaudeServer.start({
    batchMs: 20,
    batchFault: (customId) => {
      if (drawn.has(customId)) return drawn.get(customId);
      const fault = draw();
      const kinds = ["missing", "twice", "expired", "canceled", "errored"] as const;
      const kind = fault < 0.1 ? kinds[Math.floor(fault * 50)] : undefined;
      drawn.set(customId, kind);
      return kind;
    },
  });
  const provider = createAnthropicBatchProvider({
    ...{ apiKey: "key", baseUrl: server.url, pollMs: 5, graceMs: 100, maxRequests: 300 },
  });
  const prompt = { productsPerRequest: 10 };
  const result = await generate({ products: products(COUNT), provider, prompt });
  expect(result.skipped).toEqual([]);
  expect(result.pairs).toHaveLength(4 * COUNT);
  expect([...server.paid.values()].filter((count) => count !== 1)).toEqual([]);
  expect(server.batches.length).toBeGreaterThan(3);
  await server.close();
});
