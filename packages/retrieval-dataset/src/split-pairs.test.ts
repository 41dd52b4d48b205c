import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLeaks } from "./find-leaks.ts";
import type { Product } from "./product.ts";
import { queryId } from "./query-id.ts";
import { RetrievalDatasetError } from "./retrieval-dataset-error.ts";
import { splitPairs } from "./split-pairs.ts";
import type { TrainingPair } from "./training-pair.ts";

const ADJECTIVES = ["oak", "steel", "linen", "cork", "brass", "wool", "glass", "clay"];
const NOUNS = [
  "desk",
  "lamp",
  "kettle",
  "rug",
  "mirror",
  "stool",
  "vase",
  "clock",
  "shelf",
  "bowl",
];

function product(id: string, title: string, category: string | null = null): Product {
  const searchable_content = `${title}.`;
  return {
    id,
    title,
    description: null,
    category,
    tags: [],
    searchable_content,
    source_file: null,
  };
}

function pair(query: string, { id, title, searchable_content }: Product): TrainingPair {
  return { query, positive: searchable_content, product_id: id, title };
}

/** A shop of `count` unlike products, four queries each. */
function shop(count: number): { products: Product[]; pairs: TrainingPair[] } {
  const products = Array.from({ length: count }, (_, index) => {
    const adjective = ADJECTIVES[index % ADJECTIVES.length] ?? "";
    const noun = NOUNS[Math.floor(index / 3) % NOUNS.length] ?? "";
    return product(`${index + 1}`, `${adjective} ${noun} brand${index} line${index}`, noun);
  });
  const pairs = products.flatMap((each, index) =>
    ["brand", "need", "natural", "attribute"].map((style) => ({
      ...pair(`${style} query${index} of ${style}${index} words`, each),
      style,
    })),
  );
  return { products, pairs };
}

const ids = (pairs: readonly TrainingPair[]): string[] => pairs.map(queryId).sort();

describe("a split", () => {
  const { products, pairs } = shop(300);
  const splits = splitPairs({ pairs, products });

  it("puts every pair into exactly one part", () => {
    const { train, dev, test, known } = splits;
    expect(ids([...train, ...dev, ...test, ...known])).toEqual(ids(pairs));
    expect(splits.dropped).toEqual([]);
  });

  it("keeps about the shares that were asked for", () => {
    const share = (part: readonly TrainingPair[]) => part.length / pairs.length;
    expect(share(splits.test)).toBeCloseTo(0.2, 1);
    expect(share(splits.dev)).toBeCloseTo(0.1, 1);
    expect(splits.known.length / (splits.known.length + splits.train.length)).toBeCloseTo(0.1, 1);
  });

  it("has no leak", () => {
    expect(findLeaks(splits)).toEqual([]);
  });

  it("holds out queries of training products only and leaves each one to train on", () => {
    const trained = new Set(splits.train.map(({ product_id }) => product_id));
    expect(splits.known.length).toBeGreaterThan(0);
    for (const { product_id } of splits.known) expect(trained.has(product_id)).toBe(true);
  });

  it("does not depend on the order of the files", () => {
    const again = splitPairs({ pairs: pairs.toReversed(), products: products.toReversed() });
    for (const part of ["train", "dev", "test", "known"] as const)
      expect(ids(again[part])).toEqual(ids(splits[part]));
  });

  it("keeps the sides of the old products when the catalogue grows", () => {
    const grown = shop(450);
    const later = splitPairs(grown);
    const side = (from: typeof splits, id: string) =>
      from.assignment.get(from.groups.get(id) ?? "");
    const moved = products.filter(({ id }) => side(splits, id) !== side(later, id));
    expect(moved.length).toBeLessThanOrEqual(products.length * 0.02);
  });

  it("changes with the seed", () => {
    expect(ids(splitPairs({ pairs, products, seed: 7 }).test)).not.toEqual(ids(splits.test));
  });

  it("gives every category its share, within half and twice", () => {
    for (const noun of NOUNS) {
      const inCategory = products.filter(({ category }) => category === noun).map(({ id }) => id);
      const tested = new Set(splits.test.map(({ product_id }) => product_id));
      const count = inCategory.filter((id) => tested.has(id)).length;
      expect(count).toBeGreaterThanOrEqual(3);
      expect(count).toBeLessThanOrEqual(12);
    }
  });

  it("can do without dev, known and strata", () => {
    const shares = { test: 0.5, dev: 0 };
    const plain = splitPairs({ pairs, products, shares, knownShare: 0, stratifyBy: "nothing" });
    expect(plain.dev).toEqual([]);
    expect(plain.known).toEqual([]);
    expect(plain.test.length / pairs.length).toBeCloseTo(0.5, 1);
  });

  it("stratifies by the pairs' domain", () => {
    const domains = pairs.map((each, index) => ({
      ...each,
      domain: index % 40 < 4 ? "rare" : "usual",
    }));
    const { test } = splitPairs({ pairs: domains, products, stratifyBy: "domain" });
    expect(test.filter(({ domain }) => domain === "rare").length).toBeGreaterThanOrEqual(12);
  });

  it("has no leak in any shop", () => {
    const word = fc.constantFrom(...ADJECTIVES, ...NOUNS);
    const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));
    const entry = fc.record({
      title: text,
      queries: fc.array(text, { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 40 }), fc.nat(), (entries, seed) => {
        const all = entries.map(({ title }, index) => product(`${index}`, title));
        const written = entries.flatMap(({ queries }, index) =>
          queries.map((query) => pair(query, all[index] ?? product("", ""))),
        );
        try {
          const made = splitPairs({ pairs: written, products: all, seed });
          const { train, dev, test, known, dropped } = made;
          expect(train.length + dev.length + test.length + known.length + dropped.length).toBe(
            written.length,
          );
          expect(findLeaks(made)).toEqual([]);
        } catch (error) {
          expect((error as RetrievalDatasetError).code).toBe("TOO_FEW_GROUPS");
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });
});

describe("what stays together", () => {
  const { products, pairs } = shop(60);

  it("is a family of near-duplicates", () => {
    const family = [
      "Ridgeway Trailmaster waterproof boot red",
      "Ridgeway Trailmaster waterproof boot blue",
    ].map((title, index) => product(`x${index}`, title));
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
