import { describe, expect, it } from "vitest";
import { pair, product, shop } from "../../test/shop.ts";
import { findLeaks } from "./find-leaks.ts";
import type { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { splitPairs } from "./split-pairs.ts";

describe("what stays together", () => {
  const { products, pairs } = shop(60);

  it("is a family of near-duplicates", () => {
    const family = ["red", "blue"].map((colour, index) => ({
      ...product(`x${index}`, `Ridgeway Trailmaster waterproof boot ${colour}`),
      description: "Grippy sole, waterproof lining, two years of guarantee.",
    }));
    for (const seed of [1, 2, 3, 4, 5]) {
      const { groups, families } = splitPairs({ pairs, products: [...products, ...family], seed });
      expect(families.get("x1")).toBe("x0");
      expect(groups.get("x1")).toBe("x0");
    }
  });

  it("are products that share a query", () => {
    const [first, second] = products;
    if (first === undefined || second === undefined) throw new Error("no products");
    const shared = [pair("warm light for reading", first), pair("Reading lights, warm", second)];
    const { groups, families } = splitPairs({ pairs: [...pairs, ...shared], products });
    expect(groups.get(second.id)).toBe(groups.get(first.id));
    expect(families.get(second.id)).not.toBe(families.get(first.id));
  });

  it("stays small when a query fits everything; what would leak is dropped instead", () => {
    const gift = products.map((each) => pair("gift for dad", each));
    const splits = splitPairs({ pairs: [...pairs, ...gift], products });
    const sizes = [...Map.groupBy(splits.groups.values(), (group) => group).values()];
    expect(Math.max(...sizes.map(({ length }) => length))).toBeLessThanOrEqual(10);
    expect(splits.dropped.length).toBeGreaterThan(0);
    expect(new Set(splits.dropped.map(({ reason }) => reason))).toEqual(new Set(["query-in-test"]));
    expect(findLeaks(splits)).toEqual([]);
  });
});

describe("what is dropped", () => {
  const { products, pairs } = shop(60);
  const [first] = products;
  if (first === undefined) throw new Error("no products");

  it("is the same query of the same product", () => {
    const [query] = pairs;
    if (query === undefined) throw new Error("no pairs");
    const { dropped } = splitPairs({ pairs: [...pairs, query], products });
    expect(dropped).toEqual([{ pair: query, reason: "repeated-pair" }]);
  });

  it("is a query that people judged, in train and dev but not in test", () => {
    const judgedQueries = pairs.map(({ query }) => query.toUpperCase()).slice(0, 40);
    const { train, dev, known, test, dropped } = splitPairs({ pairs, products, judgedQueries });
    expect(new Set(dropped.map(({ reason }) => reason))).toEqual(new Set(["query-judged"]));
    const queries = judgedQueries.map((text, index) => ({ id: `j${index}`, text }));
    expect(
      findLeaks({ train, dev, test, known, groups: new Map(), judgedQueries: queries }),
    ).toEqual([]);
    expect(
      dropped.length +
        test.filter((each) => judgedQueries.includes(each.query.toUpperCase())).length,
    ).toBe(40);
  });
});

describe("too little", () => {
  const error = (run: () => unknown): RetrievalDatasetError => {
    try {
      run();
    } catch (reason) {
      return reason as RetrievalDatasetError;
    }
    throw new Error("did not fail");
  };

  it.each([0, 1, 2])("are %d products: the error says what is needed", (count) => {
    const failure = error(() => splitPairs(shop(count)));
    expect(failure.code).toBe("TOO_FEW_GROUPS");
    expect(failure.message).toContain("at least 3 groups");
    expect(failure.hint).toBeDefined();
  });

  it("are not three products: every part gets one", () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { train, dev, test } = splitPairs({ ...shop(3), seed });
      const parts = [train, dev, test].map(
        (part) => new Set(part.map((each) => each.product_id)).size,
      );
      expect(parts).toEqual([1, 1, 1]);
    }
  });

  it("are pairs of products that the catalogue lacks", () => {
    const { products, pairs } = shop(5);
    const failure = error(() => splitPairs({ pairs, products: products.slice(1) }));
    expect(failure.code).toBe("INVALID_PAIRS");
    expect(failure.message).toContain("got 1 unknown product ids: 1");
  });

  it.each([
    { shares: { test: 1, dev: 0 } },
    { shares: { test: -0.1, dev: 0 } },
    { shares: { test: 0.6, dev: 0.4 } },
    { knownShare: 1 },
    { shares: { test: Number.NaN, dev: 0 } },
  ])("are the shares %o", (options) => {
    expect(() => splitPairs({ ...shop(5), ...options })).toThrow(RangeError);
  });
});
