import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { generateQueries } from "../generation/generate-queries.ts";
import type { ProductForQueries } from "../providers/query-provider.ts";
import { createRuleProvider } from "./create-rule-provider.ts";
import { ruleQueries } from "./rule-queries.ts";

const product = (id: string, title: string, description: string | null): ProductForQueries => ({
  ...{ id, title, description },
  category: null,
});

const shop = [
  product("1", "Orlund Cast Iron Skillet, 26 cm", "Fry an egg over a campfire or on induction."),
  product("2", "Lodi Cast Iron Skillet, small", "For the campfire, with a wooden handle."),
  product("3", "Bamboo Cutting Board", "A wooden board with a groove for juice on induction tops."),
];

describe("ruleQueries", () => {
  it("names the thing that several titles name, with telling words of the product", () => {
    const queries = ruleQueries(shop).get("1")!;
    expect(queries[0]).toBe("orlund cast iron skillet");
    expect(queries[1]).toMatch(/^cast iron skillet (?:campfire|induction)/u);
  });

  it("gives no query twice, none of one word, and no more than asked for", () => {
    for (const perProduct of [1, 2, 20])
      for (const queries of ruleQueries(shop, { perProduct }).values()) {
        expect(queries.length).toBeLessThanOrEqual(perProduct);
        expect(new Set(queries).size).toBe(queries.length);
        expect(queries.every((text) => text.includes(" "))).toBe(true);
      }
  });

  it("leaves out words of any text, numbers and short ones", () => {
    const [query] = ruleQueries([product("1", "Oak desk", "Your 3 pens fit with drawers")]).get(
      "1",
    )!;
    expect(query).toBe("oak desk pens drawers");
  });

  it("says nothing about a product without words", () => {
    const odd = [product("1", "№ 5", null), product("2", "???", ""), product("3", "鍋", null)];
    expect([...ruleQueries(odd).values()]).toEqual([[], [], []]);
  });

  it("is the same every time and refuses a number that makes no sense", () => {
    expect([...ruleQueries(shop)]).toEqual([...ruleQueries(shop)]);
    expect(() => ruleQueries(shop, { perProduct: 0 })).toThrow("perProduct");
  });
});

describe("createRuleProvider", () => {
  const folder = mkdtempSync(join(tmpdir(), "rules-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("goes through the gates like any other writer and costs nothing", async () => {
    const { pairs, cost, removed } = await generateQueries({
      products: shop,
      provider: createRuleProvider({ products: shop }),
      answersFile: join(folder, "generation.jsonl"),
    });
    expect(pairs.length).toBeGreaterThan(3);
    expect(cost.usd).toBe(0);
    expect(Object.keys(removed)).not.toContain("length");
    expect(new Set(pairs.map(({ productId }) => productId))).toEqual(new Set(["1", "2", "3"]));
  });
});
