import diagnostics from "node:diagnostics_channel";
import { expect, it } from "vitest";
import { createAnthropicProvider } from "../src/providers/create-anthropic-provider.ts";
import { createAnthropicBatchProvider } from "../src/batches/create-anthropic-batch-provider.ts";
import { productsOf } from "./claude-replies.ts";
import { ClaudeServer, type BatchFault, type Fault } from "./claude-server.ts";
import { runFaultCases, scripts } from "./fault-cases.ts";
import { generate, newFile, products } from "./generation.ts";

const COUNT = 10_000;
const LATENCY_MS = 50;
const GRANTED = 150;
const WINDOW_MS = 1000;
const RETRY_AFTER_MS = 40;
/** Turns of the event loop after which the headers of a 429 have certainly been read. */
const TURNS = 3;

/** A small generator of pseudo-random numbers in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What a client does with the time that a server grants. */
interface Watch {
  /** Requests that left although a 429 that had been read says to wait: by how many milliseconds. */
  readonly early: number[];
  /** Time in which requests were granted, and the part of it in which none was under way. */
  grantedMs: number;
  idleMs: number;
}

/** Watches all requests of this process; counted in events, so that a slow machine changes nothing. */
function watchRequests(): Watch {
  const watch: Watch = { early: [], grantedMs: 0, idleMs: 0 };
  let [underWay, grantedUntil, readUntil, since] = [0, 0, 0, Date.now()];
  const note = (change: number) => {
    const now = Date.now();
    const ms = Math.max(0, now - Math.max(since, grantedUntil));
    watch.grantedMs += ms;
    if (underWay === 0) watch.idleMs += ms;
    [since, underWay] = [now, underWay + change];
  };
  diagnostics.subscribe("undici:request:headers", (event) => {
    const { response } = event as { response: { statusCode: number; headers: Buffer[] } };
    const headers = response.headers.map(String);
    const after = headers[headers.indexOf("retry-after") + 1];
    if (response.statusCode !== 429 || after === undefined) return;
    note(0);
    const until = Date.now() + Number(after) * 1000;
    grantedUntil = Math.max(grantedUntil, until);
    afterTurns(TURNS, () => (readUntil = Math.max(readUntil, until)));
  });
  diagnostics.subscribe("undici:request:create", () => {
    const now = Date.now();
    if (now < Math.floor(readUntil)) watch.early.push(readUntil - now);
    note(1);
  });
  for (const end of ["undici:request:trailers", "undici:request:error"])
    diagnostics.subscribe(end, () => note(-1));
  return watch;
}

function afterTurns(turns: number, then: () => void): void {
  if (turns === 0) then();
  else setImmediate(() => afterTurns(turns - 1, then));
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
  const watch = watchRequests();
  const hold = (ms: number): Fault => ({
    kind: "status",
    ...{ status: 429, headers: { "retry-after": `${ms / 1000}` } },
  });
  let answered = 0;
  // Four faults in a row would rightly end a product, and chance brings them about once in 40 runs.
  const faults = new Map<string, number>();
  const server = await ClaudeServer.start({
    latencyMs: LATENCY_MS,
    fault: (params) => {
      const now = Date.now();
      const start = now - ((now - origin) % WINDOW_MS);
      if (start > window.start) window = { start, used: 0 };
      window.used += 1;
      if (window.used > GRANTED) return hold(window.start + WINDOW_MS - now);
      answered += 1;
      const fault = draw();
      if (fault < 0.05) return hold(RETRY_AFTER_MS);
      const { key = "" } = productsOf(params)[0] ?? {};
      const before = faults.get(key) ?? 0;
      if (fault >= 0.1 || before === 2) return undefined;
      faults.set(key, before + 1);
      if (fault < 0.07) return { kind: "status", status: 529 };
      if (fault < 0.08) return { kind: "cut" };
      if (fault < 0.09) return { kind: "error-in-200" };
      return { kind: "say", text: "Sure! Here are the queries:" };
    },
  });
  const provider = createAnthropicProvider({ apiKey: "key", baseUrl: server.url });
  const answersFile = newFile();
  const options = { products: products(COUNT), answersFile, provider, concurrency: 24 };
  const started = Date.now();
  const result = await generate(options);
  const seconds = (Date.now() - started) / 1000;
  const share = answered / (seconds * GRANTED * (1000 / WINDOW_MS));
  const idle = watch.idleMs / watch.grantedMs;
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  process.stdout.write(
    `granted rate used: ${percent(share)} in ${seconds} s; granted, but nothing under way: ${percent(idle)}\n`,
  );
  expect(result.skipped).toEqual([]);
  expect(result.pairs).toHaveLength(4 * COUNT);
  expect([...server.paid.values()].filter((count) => count !== 1)).toEqual([]);
  expect(watch.early).toEqual([]);
  // Only an idle client is at fault: how many requests a second it makes is up to the machine.
  expect(idle).toBeLessThan(0.5);
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
