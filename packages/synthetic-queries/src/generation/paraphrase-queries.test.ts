import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { paraphrasesOf } from "../../test/claude-replies.ts";
import { ClaudeServer } from "../../test/claude-server.ts";
import { newFile, products, provider } from "../../test/generation.ts";
import { createAnthropicBatchProvider } from "../batches/create-anthropic-batch-provider.ts";
import { estimateCost } from "../cost/estimate-cost.ts";
import { createAnthropicProvider } from "../providers/create-anthropic-provider.ts";
import { createRecordedProvider } from "../providers/create-recorded-provider.ts";
import { generateQueries } from "./generate-queries.ts";
import { paraphraseQueries, type ParaphraseQueriesOptions } from "./paraphrase-queries.ts";

const queries = [
  { productId: "1", text: "oak desk", style: "brand" },
  { productId: "1", text: "where to work at home", style: "need" },
  { productId: "3", text: "lamp to read in bed" },
] as const;

/** Says each query that it is shown once more. */
const parrot = () =>
  provider((_, { prompt }) => {
    const said = paraphrasesOf({ ...prompt, messages: [{ content: prompt.user }] });
    const usage = { inputTokens: 100, outputTokens: 20 };
    return { text: `Sure!\n${said}`, usage, stopReason: "end_turn" };
  });

const paraphrase = (
  options: Partial<ParaphraseQueriesOptions> & Pick<ParaphraseQueriesOptions, "provider">,
) => paraphraseQueries({ queries, products: products(3), answersFile: newFile(), ...options });

let server: ClaudeServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe("paraphrases", () => {
  it("say each query in other words, in its style, for its product", async () => {
    const writer = parrot();
    const { pairs, cost, skipped } = await paraphrase({ provider: writer });
    expect(writer.asked).toEqual(["1", "3"]);
    expect(pairs).toMatchObject([
      { productId: "1", text: "oak desk once more 0x", style: "brand", paraphraseOf: "oak desk" },
      { productId: "1", style: "need", paraphraseOf: "where to work at home" },
      { productId: "3", style: null, paraphraseOf: "lamp to read in bed", promptVersion: 1 },
    ]);
    expect([cost.requests, cost.inputTokens, skipped]).toEqual([2, 200, []]);
  });

  it("that repeat a query, or another product's, are taken out", async () => {
    const answers = { 1: ["desk of oak", "a lamp to read in a bed"], 3: ["Lamp to read in bed!"] };
    const writer = provider((id) => ({
      text: JSON.stringify({
        queries: [
          { id: "1", paraphrases: answers[id as "1" | "3"] },
          { id: "1", paraphrases: ["a second time under its id"] },
          { id: "9", paraphrases: ["under an unknown id"] },
        ],
      }),
    }));
    const { pairs, removed, removedQueries, skipped } = await paraphrase({
      ...{ provider: writer, count: 2 },
    });
    expect(pairs).toEqual([]);
    expect(removed).toEqual({ repeated: 2, "other-product": 1 });
    expect(removedQueries[0]?.sameAs).toEqual({ productId: "1", text: "oak desk" });
    expect(skipped.map(({ reason }) => reason)).toEqual(["no-query-left", "no-query-left"]);
  });

  it("lie in the same file as the queries, are not asked for twice, and replay without a model", async () => {
    const answersFile = newFile();
    const writer = provider();
    const first = await generateQueries({ products: products(3), provider: writer, answersFile });
    const options = { queries: first.pairs, answersFile, count: 2 };
    const more = await paraphrase({ ...options, provider: parrot() });
    expect(more.pairs).toHaveLength(24);
    const silent = parrot();
    expect(await paraphrase({ ...options, provider: silent })).toEqual(more);
    expect(silent.asked).toEqual([]);
    const recorded = await createRecordedProvider({ file: answersFile });
    const replayed = await generateQueries({
      ...{ products: products(3), provider: recorded, answersFile: newFile() },
    });
    const texts = (pairs: readonly { readonly text: string }[]) => pairs.map(({ text }) => text);
    expect(texts(replayed.pairs)).toEqual(texts(first.pairs));
    const again = await paraphrase({ ...options, answersFile: newFile(), provider: recorded });
    expect(texts(again.pairs)).toEqual(texts(more.pairs));
  });

  it("recorded by hand count for queries that are there only", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "paraphrases-")), "recorded.jsonl");
    const said = [
      { text: "desk made of oak", of: "oak desk" },
      { text: "sofa", of: "couch" },
    ];
    const line = { product_id: "1", task: "paraphrase", queries: said };
    writeFileSync(file, `${JSON.stringify(line)}\n`);
    const recorded = await createRecordedProvider({ file });
    const { pairs, skipped } = await paraphrase({ provider: recorded });
    expect(pairs.map(({ text }) => text)).toEqual(["desk made of oak"]);
    expect(skipped).toMatchObject([{ productId: "3", reason: "no-recorded-answer" }]);
    expect(recorded.productIds).toEqual([]);
  });

  it("stop at the budget and refuse counts that make no sense", async () => {
    const { pairs, skipped, stoppedByBudget } = await paraphrase({
      ...{ provider: parrot(), maxCostUsd: 0.00000001 },
    });
    expect([pairs, stoppedByBudget]).toEqual([[], true]);
    expect(skipped.map(({ reason }) => reason)).toEqual(["budget", "budget"]);
    for (const count of [0, 1.5, 11])
      await expect(paraphrase({ provider: parrot(), count })).rejects.toThrow(RangeError);
  });

  it("are part of an estimate where it is told of them", () => {
    const model = "claude-haiku-5-5";
    const [plain, more] = [0, 2].map((paraphrases) =>
      estimateCost({ products: products(3), model, paraphrases }),
    );
    expect([plain?.requests, more?.requests]).toEqual([3, 6]);
    // Of 4 queries a product 2 paraphrases each: 12 for the product, 12 a query, 12 a paraphrase.
    const tokens = 3 * (12 + 4 * (12 + 2 * 12));
    expect((more?.outputTokens ?? 0) - (plain?.outputTokens ?? 0)).toBe(tokens);
  });

  it.each(["direct", "batches"])("come from Claude by the Messages API, %s", async (mode) => {
    server = await ClaudeServer.start();
    const connection = { apiKey: "key", baseUrl: server.url, firstWaitMs: 1 };
    const claude =
      mode === "direct"
        ? createAnthropicProvider(connection)
        : createAnthropicBatchProvider({ ...connection, pollMs: 1, graceMs: 1 });
    const answersFile = newFile();
    const { pairs, cost } = await paraphrase({ provider: claude, answersFile, count: 2 });
    expect(pairs).toHaveLength(6);
    expect(cost).toMatchObject({ requests: 2, batchRequests: mode === "direct" ? 0 : 2 });
    const [line = ""] = readFileSync(answersFile, "utf8").split("\n");
    expect(JSON.parse(line)).toMatchObject({ task: "paraphrase", params: { paraphrases: 2 } });
  });
});
