import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { estimateCost, PRICE_TABLE } from "@searchfit/synthetic-queries";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";

const folder = temporaryFolder();
const estimate = (...words: string[]) => runSearchfit(["estimate", ...words], { folder: folder() });

/** Counts a token for every four characters of the system's and the user's text, and 12 besides. */
const counter = createServer((incoming, outgoing) => {
  void text(incoming).then((body) => {
    const asked = JSON.parse(body) as { system: string; messages: { content: string }[] };
    const characters = asked.system.length + (asked.messages[0]?.content.length ?? 0);
    const refused = incoming.headers.authorization !== "Bearer key";
    const error = { type: "error", error: { type: "authentication_error", message: "no" } };
    outgoing.writeHead(refused ? 401 : 200, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(refused ? error : { input_tokens: characters / 4 + 12 }));
  });
});
beforeAll(() => new Promise<void>((listening) => counter.listen(0, "127.0.0.1", listening)));
afterAll(() => counter.close());
const counting = (key?: string) =>
  runSearchfit(["estimate", "--source", "jsonl:shop.jsonl", "--count", "--json"], {
    folder: folder(),
    variables: {
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${(counter.address() as AddressInfo).port}`,
      ...(key === undefined ? {} : { ANTHROPIC_API_KEY: key }),
    },
  });
const writeShop = (shop = products): void =>
  writeLines(
    join(folder(), "shop.jsonl"),
    shop.map((product) => JSON.stringify(product)),
  );

const products = Array.from({ length: 2500 }, (_, id) => ({
  ...{ id: String(id), title: `Oak desk ${id}`, description: "Solid oak.", category: "Furniture" },
}));

it("estimates a catalogue without a key, equal to the package's figure for all of it", async () => {
  writeShop();
  const words = [
    "--source",
    "jsonl:shop.jsonl",
    "--queries-per-product",
    "6",
    "--max-cost",
    "0.01",
  ];
  const { code, stdout, stderr } = await estimate(...words, "--json");
  expect(code).toBe(0);
  const model = "claude-haiku-5-5";
  const expected = estimateCost({ products, model, queriesPerProduct: 6 });
  expect(JSON.parse(stdout)).toEqual({
    estimate: true,
    source: "jsonl:shop.jsonl",
    queriesPerProduct: 6,
    model,
    ...expected,
    usd: expect.closeTo(expected.usd ?? 0, 9),
    maxCostUsd: 0.01,
    ...{ countedBy: "rule of thumb", charactersPerToken: 3.5 },
    models: expect.arrayContaining([{ model, usd: expect.any(Number) }]),
  });
  expect(stderr).toContain("The cap of $0.01 would stop it after about");
});

it("says that it is an estimate, and of which day the prices are", async () => {
  const { code, stdout } = await estimate();
  expect(code).toBe(0);
  expect(stdout).toContain("640 products (source embedded)");
  expect(stdout).toContain("claude-haiku-5-5 (chosen)");
  expect(stdout).toContain(`This is an estimate, with list prices of ${PRICE_TABLE.date}`);
});

const some = products.slice(0, 50);

it("counts by the provider's endpoint, equal to the package's figure with that count", async () => {
  writeShop(some);
  const { code, stdout, stderr } = await counting("key");
  expect(code).toBe(0);
  expect(stderr).toContain("4.00 characters a token, as claude-haiku-5-5 counts them");
  const countTokens = (words: string): number => Math.ceil(words.length / 4);
  const model = "claude-haiku-5-5";
  const { inputTokens, outputTokens } = estimateCost({ products: some, model, countTokens });
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ inputTokens, outputTokens, countedBy: "provider" },
    charactersPerToken: expect.closeTo(4, 6),
  });
});

it.each([
  ["there is no key", undefined, "ANTHROPIC_API_KEY is not set"],
  ["the provider refuses", "another", "Expected a valid API key"],
])("falls back to its own estimate where %s, and says so", async (_, key, reason) => {
  writeShop(some);
  const { code, stdout, stderr } = await counting(key);
  expect(code).toBe(0);
  expect(stderr).toContain(`The tokens were not counted but estimated: ${reason}`);
  expect(JSON.parse(stdout)).toMatchObject({ countedBy: "rule of thumb", products: 50 });
});

it("refuses a source that is not there and one that is empty", async () => {
  writeLines(join(folder(), "empty.jsonl"), []);
  expect(await estimate("--source", "jsonl:none.jsonl")).toMatchObject({ code: 1 });
  const empty = await estimate("--source", "jsonl:empty.jsonl");
  expect(empty.code).toBe(1);
  expect(empty.stderr).toContain("no products");
});
