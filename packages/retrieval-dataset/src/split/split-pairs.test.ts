import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLeaks } from "./find-leaks.ts";
import { queryId } from "../pairs/query-id.ts";
import type { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { ADJECTIVES, NOUNS, pair, product, shop } from "../../test/shop.ts";
import { splitPairs } from "./split-pairs.ts";
import type { TrainingPair } from "../pairs/training-pair.ts";

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
