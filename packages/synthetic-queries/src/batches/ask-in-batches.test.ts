import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { ClaudeServer, type ClaudeServerOptions } from "../../test/claude-server.ts";
import { generate, newFile, products } from "../../test/generation.ts";
import type { GenerateQueriesOptions, GenerationResult } from "../generation/generate-queries.ts";
import { createAnthropicBatchProvider } from "./create-anthropic-batch-provider.ts";

let server: ClaudeServer;
afterEach(() => server.close());

const start = async (options: ClaudeServerOptions = {}) => {
  server = await ClaudeServer.start(options);
};

const run = (options: Partial<GenerateQueriesOptions> = {}, maxRequests = 100_000) =>
  generate({
    products: products(30),
    provider: createAnthropicBatchProvider({
      ...{
        apiKey: "key",
        baseUrl: server.url,
        pollMs: 2,
        graceMs: 30,
        firstWaitMs: 1,
        maxRequests,
      },
    }),
    ...options,
  });

const texts = ({ pairs }: GenerationResult) => pairs.map(({ text }) => text);
const journalOf = (file: string) => file.replace(/\.jsonl$/u, ".batches.jsonl");

describe("batches", () => {
  it("give the same queries as single requests, at half the price", async () => {
    await start({ batchMs: 10 });
    const result = await run({}, 7);
    expect(server.batches.map(({ requests }) => requests.length)).toEqual([7, 7, 7, 7, 2]);
    expect(server.messages).toEqual([]);
    expect(texts(result)).toHaveLength(120);
    expect(result.skipped).toEqual([]);
    const { cost } = result;
    expect(cost).toMatchObject({ requests: 30, batchRequests: 30 });
    const full = (cost.inputTokens * 0.1 + cost.outputTokens * 0.5) / 1e6;
    expect(cost.usd).toBeCloseTo(full / 2, 12);
  });

  it("keep to the bytes of a batch", async () => {
    await start();
    const provider = createAnthropicBatchProvider({
      ...{ apiKey: "key", baseUrl: server.url, pollMs: 1, maxBytes: 10_000 },
    });
    expect((await generate({ provider, products: products(30) })).pairs).toHaveLength(120);
    expect(server.batches.length).toBeGreaterThan(3);
    for (const { requests } of server.batches)
      expect(JSON.stringify({ requests }).length).toBeLessThanOrEqual(10_000);
  });

  it.each(["missing", "expired", "canceled", "errored", "twice"] as const)(
    "with %s results lose no product and pay none twice",
    async (fault) => {
      await start({
        batchFault: (_, batch, index) => (batch === 1 && index % 3 === 0 ? fault : undefined),
      });
      const result = await run();
      expect(texts(result)).toHaveLength(120);
      expect(result.cost.requests).toBe(30);
      expect(server.batches.map(({ requests }) => requests.length)).toEqual(
        fault === "twice" ? [30] : [30, 10],
      );
    },
  );

  it("give up a product after three tries and one that the API refuses at once", async () => {
    await start({
      batchFault: (_id, batch, index) =>
        index === 0 ? (batch > 3 ? undefined : "expired") : undefined,
    });
    const { skipped } = await run();
    expect(skipped).toMatchObject([{ productId: "1", reason: "failed" }]);
    expect(server.batches.map(({ requests }) => requests.length)).toEqual([30, 1, 1]);
    await server.close();
    await start({ batchFault: (_id, _batch, index) => (index === 4 ? "invalid" : undefined) });
    expect((await run()).skipped).toMatchObject([{ productId: "5", reason: "failed" }]);
    expect(server.batches).toHaveLength(1);
  });

  it("are adopted when the reply to creating them was lost", async () => {
    await start({ loseBatchReply: () => true, batchMs: 40 });
    const result = await run();
    expect(texts(result)).toHaveLength(120);
    expect(server.batches).toHaveLength(1);
  });

  it("are adopted by the next run when the process ended before it had the id, and others' are left", async () => {
    await start({ batchMs: 40 });
    const other = await run({ products: products(31).slice(1) });
    const answersFile = newFile();
    const expected = await run({ answersFile });
    const [planned = ""] = readFileSync(journalOf(answersFile), "utf8").split("\n");
    for (const torn of [planned + "\n", planned]) {
      writeFileSync(answersFile, "");
      writeFileSync(journalOf(answersFile), torn);
      expect(await run({ answersFile })).toEqual(expected);
    }
    expect(server.batches).toHaveLength(2);
    expect(other.pairs).toHaveLength(120);
  });

  it("that were never created are created by the next run", async () => {
    await start();
    const answersFile = newFile();
    await run({ answersFile });
    const [planned = ""] = readFileSync(journalOf(answersFile), "utf8").split("\n");
    server.batches.length = 0;
    writeFileSync(answersFile, "");
    writeFileSync(journalOf(answersFile), planned + "\n");
    expect((await run({ answersFile })).pairs).toHaveLength(120);
    expect(server.batches).toHaveLength(1);
  });

  it("are read again from any point, with the same result and bill", async () => {
    await start();
    const answersFile = newFile();
    const prompt = { productsPerRequest: 4 };
    const expected = await run({ answersFile, prompt });
    const answers = readFileSync(answersFile, "utf8");
    const events = readFileSync(journalOf(answersFile), "utf8").split("\n");
    for (const [events_, share] of [
      [1, 0],
      [2, 0],
      [2, 0.3],
      [2, 0.71],
      [3, 1],
    ] as const) {
      writeFileSync(answersFile, answers.slice(0, answers.length * share));
      writeFileSync(journalOf(answersFile), events.slice(0, events_).join("\n") + "\n");
      expect(await run({ answersFile, prompt })).toEqual(expected);
    }
    expect(server.batches).toHaveLength(1);
  });

  it("keep to a budget: what is planned never can cost more", async () => {
    await start();
    const answersFile = newFile();
    const result = await run({ answersFile, maxCostUsd: 0.0003 });
    expect(result.stoppedByBudget).toBe(true);
    expect(result.cost.usd).toBeLessThanOrEqual(0.0003);
    expect(result.pairs.length).toBeGreaterThan(8);
    const rest = await run({ answersFile, maxCostUsd: 1 });
    expect(rest.cost.requests).toBe(30);
    expect([...server.paid].filter(([, count]) => count !== 1)).toEqual([]);
  });

  it("end with the reason when the key is refused or the work is broken off", async () => {
    await start({ batchMs: 60_000 });
    const controller = new AbortController();
    const waiting = run({ signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 60);
    await expect(waiting).rejects.toThrow("enough");
  });
});
