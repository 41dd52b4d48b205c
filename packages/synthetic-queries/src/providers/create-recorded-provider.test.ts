import { readFileSync, writeFileSync } from "node:fs";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Product } from "@searchfit/retrieval-dataset";
import { describe, expect, it } from "vitest";
import { generate, newFile, products, provider } from "../../test/generation.ts";
import { createRecordedProvider } from "./create-recorded-provider.ts";
import { estimateCost } from "../cost/estimate-cost.ts";
import { trainingPairs } from "../generation/training-pairs.ts";
import { usageCost } from "../cost/usage-cost.ts";

function recorded(...lines: readonly unknown[]): string {
  const file = newFile();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
  return file;
}

describe("recorded answers", () => {
  it("give queries with or without styles, at no cost", async () => {
    const file = recorded(
      { product_id: "1", queries: ["a one", "b two", "c three", "d four"] },
      { product_id: 2, queries: [{ text: "e five", style: "need" }] },
    );
    const { pairs, skipped, cost } = await generate({
      provider: await createRecordedProvider({ file }),
      products: products(3),
      maxCostUsd: 0,
    });
    expect(pairs.map(({ productId, text, style }) => [productId, text, style])).toEqual([
      ["1", "a one", "brand"],
      ["1", "b two", "need"],
      ["1", "c three", "natural"],
      ["1", "d four", "attribute"],
      ["2", "e five", "need"],
    ]);
    expect(skipped).toMatchObject([{ productId: "3", reason: "no-recorded-answer" }]);
    expect(cost).toMatchObject({ model: "recorded", requests: 0, usd: 0 });
  });

  it("of several lines for a product count together; of those of a run, the last", async () => {
    const run = (text: string) => ({ product_id: "2", provider: "openai", queries: [text] });
    const file = recorded(
      ...["red lamp", "brass lamp", "red lamp"].map((text) => ({
        product_id: "1",
        queries: [text],
      })),
      ...["first answer", "second answer"].map(run),
    );
    const recordedProvider = await createRecordedProvider({ file });
    const [one, two] = products(2);
    const textsOf = async (product: typeof one) => {
      const { text } = await recordedProvider.writeQueries({ product, count: 4 } as never);
      return typeof text === "string" ? text : text.map((query) => query.text);
    };
    expect(await textsOf(one)).toEqual(["red lamp", "brass lamp"]);
    expect(await textsOf(two)).toEqual(["second answer"]);
  });

  it("may be missing for most products", async () => {
    const file = recorded({ product_id: "90", queries: ["a one"] });
    const work = { provider: await createRecordedProvider({ file }), products: products(100) };
    expect((await generate(work)).pairs).toHaveLength(1);
  });

  it("name the products that the catalogue lacks", async () => {
    const file = recorded({ product_id: "1", queries: [] }, { product_id: "x", queries: ["a"] });
    const { productIds, unknownProducts } = await createRecordedProvider({ file });
    expect(productIds).toEqual(["1", "x"]);
    expect(unknownProducts(["1", "2"])).toEqual(["x"]);
  });

  it("are taken anew when the file changes", async () => {
    const answersFile = newFile();
    const texts = [];
    for (const text of ["first one", "second one"]) {
      const file = recorded({ product_id: "1", queries: [text] });
      const answered = await generate({
        provider: await createRecordedProvider({ file }),
        products: products(1),
        answersFile,
      });
      texts.push(...answered.pairs.map((pair) => pair.text));
    }
    expect(texts).toEqual(["first one", "second one"]);
  });

  it("may be the file of answers of an earlier run", async () => {
    const answersFile = newFile();
    const first = await generate({ provider: provider(), answersFile });
    const replay = await generate({
      provider: await createRecordedProvider({ file: answersFile }),
    });
    const plain = ({ pairs }: typeof first) =>
      pairs.map(({ id, style, text }) => [id, style, text]);
    expect(plain(replay)).toEqual(plain(first));
  });

  it("with bad lines are refused with all of them", async () => {
    const file = recorded(
      { product_id: "1", queries: ["a"] },
      { queries: ["a"] },
      { product_id: "3" },
      { product_id: "4", queries: [1] },
      null,
    );
    const bad = createRecordedProvider({ file });
    await expect(bad).rejects.toMatchObject({ code: "INVALID_FILE" });
    await expect(bad).rejects.toThrow(
      'line 2: expected "product_id" to be a non-empty string, got nothing.',
    );
    await expect(bad).rejects.toThrow('line 3: expected "queries" to be an array, got nothing.');
    await expect(bad).rejects.toThrow(
      'line 4: expected query 1 to be a string or {"text", "style"}, got 1.',
    );
    await expect(bad).rejects.toThrow("line 5: ");
  });

  it("that are missing are told", async () => {
    await expect(createRecordedProvider({ file: newFile() })).rejects.toMatchObject({
      code: "FILE_NOT_READABLE",
    });
  });
});

describe("training pairs", () => {
  it("hold exactly the text that is embedded", async () => {
    const { pairs } = await generate({ provider: provider(), products: products(2) });
    const product: Product = {
      id: "1",
      title: "Oak desk",
      description: null,
      category: null,
      tags: [],
      searchable_content: "  Oak desk | solid  ",
      source_file: null,
    };
    expect(trainingPairs(pairs, [product])).toHaveLength(4);
    expect(trainingPairs(pairs, [product])[0]).toEqual({
      query: "brand1 query1",
      positive: "  Oak desk | solid  ",
      product_id: "1",
      title: "Oak desk",
      style: "brand",
    });
  });
});

describe("cost", () => {
  it("is tokens times price", () => {
    const price = { input: 2, output: 10, cacheRead: 0.1 };
    const usage = { inputTokens: 1_000_000, outputTokens: 100_000, cacheReadTokens: 500_000 };
    expect(usageCost(usage, price)).toBeCloseTo(2 + 1 + 0.05, 12);
  });

  it("is estimated before anything is spent", () => {
    const options = { products: products(1000), countTokens: () => 100 };
    const estimate = estimateCost({ ...options, model: "claude-haiku-5-5" });
    expect(estimate).toMatchObject({ requests: 1000, inputTokens: 212_000, outputTokens: 36_000 });
    expect(estimate.usd).toBeCloseTo(0.0212 + 0.018, 12);
    expect(estimateCost({ ...options, model: "mystery" }).usd).toBeNull();
    expect(
      estimateCost({ products: products(2), model: "claude-haiku-5-5" }).inputTokens,
    ).toBeGreaterThan(400);
  });

  it("stands in the file of answers", async () => {
    const answersFile = newFile();
    await generate({ provider: provider(), answersFile });
    const [line = ""] = readFileSync(answersFile, "utf8").split("\n");
    expect(JSON.parse(line)).toMatchObject({
      product_id: "1",
      model: "claude-haiku-5-5",
      prompt_version: 1,
      usage: { inputTokens: 300, outputTokens: 40 },
    });
  });
});
