import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generate, good, newFile, products, provider } from "../../test/generation.ts";
import type { GenerationProgress } from "./generation-progress.ts";
import { SyntheticQueriesError } from "../synthetic-queries-error.ts";

describe("generating", () => {
  it("gives each query with product, style, prompt version and model", async () => {
    const { pairs, skipped, removed, cost } = await generate({ provider: provider() });
    expect(pairs).toHaveLength(20);
    expect(pairs[1]).toEqual({
      id: expect.stringMatching(/^q-[0-9a-f]{16}$/u),
      text: "need1 query1",
      productId: "1",
      style: "need",
      promptVersion: 1,
      generatorModel: "claude-haiku-5-5",
    });
    expect(skipped).toEqual([]);
    expect(removed).toEqual({});
    expect(cost).toMatchObject({ requests: 5, inputTokens: 1500, outputTokens: 200 });
    expect(cost.usd).toBeCloseTo((1500 * 0.1 + 200 * 0.5) / 1e6, 12);
  });

  it("does not depend on the order in which answers come", async () => {
    const slowFirst = provider(async (id) => {
      await new Promise((soon) => setTimeout(soon, 30 - 5 * Number(id)));
      return good(id);
    });
    const { pairs } = await generate({ provider: slowFirst, concurrency: 5 });
    expect(pairs).toEqual((await generate({ provider: provider(), concurrency: 1 })).pairs);
  });

  it("keeps to the concurrency and tells progress", async () => {
    let running = 0;
    let most = 0;
    const counting = provider(async (id) => {
      most = Math.max(most, (running += 1));
      await new Promise((soon) => setTimeout(soon, 5));
      running -= 1;
      return good(id);
    });
    const told: GenerationProgress[] = [];
    const onProgress = (progress: GenerationProgress) => told.push(progress);
    await generate({ provider: counting, products: products(12), concurrency: 3, onProgress });
    expect(most).toBe(3);
    expect(told.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(told.at(-1)).toMatchObject({ total: 12, pairs: 48 });
  });

  it("sets talk and a cut-off line aside and counts them", async () => {
    const chatty = provider((id) => ({
      text: `Here are 4 queries:\n1. first${id} one\n- second${id} two\nthird${id} thr`,
      stopReason: "max_tokens",
    }));
    const { pairs, removed, cost } = await generate({ provider: chatty, products: products(2) });
    expect(pairs.map(({ text }) => text)).toEqual([
      "first1 one",
      "second1 two",
      "first2 one",
      "second2 two",
    ]);
    expect(removed).toEqual({ preamble: 2, "cut-off": 2 });
    expect(cost).toMatchObject({ requests: 0, usd: 0 });
  });
});

describe("a product is skipped and listed", () => {
  it("when the model refuses, its answer fails or nothing is left", async () => {
    const mixed = provider((id) => {
      if (id === "1") return { text: "", stopReason: "refusal" };
      if (id === "2") throw new SyntheticQueriesError("INVALID_ANSWER", "garbage");
      if (id === "3") return { text: "Maker2 thing2" };
      return good(id);
    });
    const { pairs, skipped } = await generate({ provider: mixed });
    expect(pairs).toHaveLength(8);
    expect(skipped).toEqual([
      { productId: "1", reason: "refused", message: "the model refused to answer" },
      { productId: "2", reason: "failed", message: "garbage" },
      { productId: "3", reason: "no-query-left", message: null },
    ]);
  });

  it("when it failed four times with an unknown error", async () => {
    const flaky = provider((id) => {
      if (id === "1") throw new Error("socket closed");
      return good(id);
    });
    const { skipped } = await generate({ provider: flaky, products: products(2) });
    expect(skipped).toEqual([{ productId: "1", reason: "failed", message: "socket closed" }]);
    expect(flaky.asked.filter((id) => id === "1")).toHaveLength(4);
  });
});

describe("the work ends", () => {
  it.each([
    "AUTHENTICATION_FAILED",
    "PERMISSION_DENIED",
    "PAYMENT_REQUIRED",
    "UNKNOWN_MODEL",
  ] as const)("at once after %s, and what was answered is stored", async (code) => {
    const answersFile = newFile();
    const failing = provider((id) => {
      if (id === "3") throw new SyntheticQueriesError(code, "no");
      return good(id);
    });
    const options = { answersFile, products: products(50), concurrency: 1 };
    await expect(generate({ provider: failing, ...options })).rejects.toMatchObject({ code });
    expect(failing.asked).toEqual(["1", "2", "3"]);
    expect(readFileSync(answersFile, "utf8").trim().split("\n")).toHaveLength(2);
  });

  it("after ten failures in a row", async () => {
    const down = provider(() => {
      throw new SyntheticQueriesError("PROVIDER_UNAVAILABLE", "down");
    });
    const work = generate({ provider: down, products: products(50), concurrency: 1 });
    await expect(work).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    expect(down.asked).toHaveLength(10);
  });

  it("when it is broken off, and goes on later", async () => {
    const answersFile = newFile();
    const controller = new AbortController();
    const breaking = provider((id, { signal }) => {
      if (id === "3") controller.abort(new Error("enough"));
      signal?.throwIfAborted();
      return good(id);
    });
    const options = { answersFile, concurrency: 1 };
    const work = generate({ provider: breaking, ...options, signal: controller.signal });
    await expect(work).rejects.toThrow("enough");
    const again = provider();
    expect((await generate({ provider: again, ...options })).pairs).toHaveLength(20);
    expect(again.asked).toEqual(["3", "4", "5"]);
  });
});

describe("a budget", () => {
  it("stops before it is passed, keeps what was paid and lists the rest", async () => {
    const answersFile = newFile();
    const list = products(100);
    const options = { answersFile, products: list, maxCostUsd: 0.0012 };
    const first = await generate({ provider: provider(), ...options });
    expect(first.stoppedByBudget).toBe(true);
    expect(first.cost.usd).toBeGreaterThan(0.001);
    expect(first.cost.usd).toBeLessThanOrEqual(0.0012);
    expect(first.pairs.length + 4 * first.skipped.length).toBe(400);
    expect(new Set(first.skipped.map(({ reason }) => reason))).toEqual(new Set(["budget"]));
    const again = provider();
    expect(await generate({ provider: again, ...options })).toEqual(first);
    expect(again.asked).toEqual([]);
    const more = await generate({ provider: provider(), ...options, maxCostUsd: 1 });
    expect(more.stoppedByBudget).toBe(false);
    expect(more.cost.requests).toBe(100);
  });

  it("needs a price", async () => {
    const unknown = { ...provider(), model: "mystery" };
    await expect(generate({ provider: unknown, maxCostUsd: 1 })).rejects.toMatchObject({
      code: "UNKNOWN_PRICE",
    });
    expect((await generate({ provider: unknown })).cost.usd).toBeNull();
  });

  it.each([{ queriesPerProduct: 0 }, { concurrency: 1.5 }, { maxCostUsd: -1 }])(
    "and counts that make no sense are refused: %o",
    async (options) => {
      await expect(generate({ provider: provider(), ...options })).rejects.toThrow(RangeError);
    },
  );
});
