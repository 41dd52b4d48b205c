import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterProducts } from "./cluster-products.ts";
import { findNearDuplicates } from "./find-near-duplicates.ts";
import type { Product } from "../products/product.ts";
import { forEachSimilarPair } from "./similar-pairs.ts";
import { jaccard, wordSets } from "./word-sets.ts";

function product(id: string, title: string, description: string | null = null): Product {
  const searchable_content = description === null ? `${title}.` : `${title}. ${description}`;
  return {
    id,
    title,
    description,
    category: null,
    tags: [],
    searchable_content,
    source_file: null,
  };
}

/** Other products, so that words have the frequencies of a catalogue. */
const FILLER = Array.from({ length: 60 }, (_, index) =>
  product(
    `f${index}`,
    `${["red", "blue", "black", "small", "large"][index % 5] ?? ""} thing${index} item${index} model${index}`,
  ),
);

function familiesOf(...products: readonly Product[]): readonly (readonly string[])[] {
  return clusterProducts([...FILLER, ...products]).clusters;
}

describe("similar pairs", () => {
  it("are exactly those that brute force finds", () => {
    const text = fc.array(fc.constantFrom(..."abcdefghij"), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 25 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (texts, threshold) => {
          const sets = wordSets(texts);
          const found = new Set<string>();
          forEachSimilarPair(sets, threshold, (a, b) => {
            found.add(`${Math.min(a, b)}-${Math.max(a, b)}`);
          });
          const all = new Set<string>();
          for (const a of texts.keys())
            for (let b = a + 1; b < texts.length; b += 1)
              if (jaccard(sets, a, b) >= threshold - 1e-9) all.add(`${a}-${b}`);
          expect([...found].sort()).toEqual([...all].sort());
        },
      ),
      { seed: 42, numRuns: 500 },
    );
  });

  it("are each told once", () => {
    const texts = wordSets([
      ["a", "b", "c"],
      ["a", "b", "c"],
      ["c", "b", "a"],
    ]);
    const told: string[] = [];
    forEachSimilarPair(texts, 0.5, (a, b) => told.push(`${a}-${b}`));
    expect(told).toHaveLength(3);
  });
});

describe("near-duplicate texts", () => {
  it("do not depend on order, case and punctuation", () => {
    const texts = new Map([
      ["1", "red oak desk"],
      ["2", "Desk, RED oak!"],
      ["3", "lamp"],
    ]);
    const { clusters, clusterOf } = findNearDuplicates(texts);
    expect(clusters).toEqual([["1", "2"]]);
    expect([...clusterOf]).toEqual([
      ["1", "1"],
      ["2", "1"],
      ["3", "3"],
    ]);
    const reversed = findNearDuplicates(new Map([...texts].reverse()));
    expect(reversed).toEqual({ clusters, clusterOf });
  });

  it("are found in scripts without spaces", () => {
    const texts = new Map([
      ["1", "赤い木製のデスク"],
      ["2", "赤い木製のデスク新品"],
      ["3", "青いランプ"],
    ]);
    expect(findNearDuplicates(texts, { threshold: 0.6 }).clusters).toEqual([["1", "2"]]);
  });

  it("are never texts without words", () => {
    expect(
      findNearDuplicates(
        new Map([
          ["1", ""],
          ["2", "!!"],
          ["3", ""],
        ]),
      ).clusters,
    ).toEqual([]);
  });

  it.each([0, 1.1, Number.NaN])("refuse the threshold %d", (threshold) => {
    expect(() => findNearDuplicates(new Map(), { threshold })).toThrow(RangeError);
  });
});

describe("product families", () => {
  it("hold the sizes and colours of one product", () => {
    const description = "Lightweight hiking boot with a grippy sole and waterproof lining.";
    expect(
      familiesOf(
        product("1", "Ridgeway Trailmaster hiking boot red", description),
        product("2", "Ridgeway Trailmaster hiking boot blue", description),
        product("3", "Ridgeway Trailmaster hiking boot black large", description),
      ),
    ).toEqual([["1", "2", "3"]]);
  });

  it("hold a product listed again without its description", () => {
    expect(
      familiesOf(
        product("1", "Norwood Puffin kettle 1.7 l", "Boils in three minutes."),
        product("2", "NORWOOD Puffin Kettle, 1.7 L"),
      ),
    ).toEqual([["1", "2"]]);
  });

  it("do not hold things that share only a seller's notice", () => {
    const notice = "Seller assumes all responsibility for this listing. Ships within two days.";
    expect(
      familiesOf(
        product("1", "Acoustic guitar capo", notice),
        product("2", "Whitening body cream", notice),
      ),
    ).toEqual([]);
  });

  it("do not hold things of one kind from different makers", () => {
    expect(
      familiesOf(
        product("1", "Norwood electric kettle", "Boils one litre fast."),
        product("2", "Castleton electric kettle", "A classic whistling design in copper."),
      ),
    ).toEqual([]);
  });

  it("do not hold unlike things under the name of their kind", () => {
    const dress = (at: number) =>
      product(`${at}`, "Women's dress", `cut${at} colour${at} sleeve${at} print${at} seam${at}`);
    const eight = Array.from({ length: 8 }, (_, at) => dress(at + 1));
    const named = clusterProducts([...FILLER, ...eight]).clusters;
    expect(named.map(({ length }) => length)).toEqual([8]);
    expect(clusterProducts([...FILLER, ...eight, dress(9)]).clusters).toEqual([]);
    const again = { ...dress(9), id: "10" };
    expect(clusterProducts([...FILLER, ...eight, dress(9), again]).clusters).toEqual([["9", "10"]]);
  });

  it("do not depend on the order of the products", () => {
    const products = [
      ...FILLER,
      product("9", "Ridgeway Trailmaster boot red"),
      product("10", "Ridgeway Trailmaster boot blue"),
    ];
    const families = clusterProducts(products);
    expect(families.clusters).toEqual([["9", "10"]]);
    expect(clusterProducts(products.toReversed())).toEqual(families);
  });

  it("refuse a threshold out of range", () => {
    expect(() => clusterProducts([], { threshold: 0 })).toThrow(RangeError);
  });
});
