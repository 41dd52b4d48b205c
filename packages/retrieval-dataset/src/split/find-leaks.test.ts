import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shop } from "../../test/shop.ts";
import { queryWords } from "../pairs/words.ts";
import { findLeaks, type FindLeaksInput } from "./find-leaks.ts";
import { splitPairs } from "./split-pairs.ts";
import type { TrainingPair } from "../pairs/training-pair.ts";

const LINES = [
  ["train", "dev"],
  ["train", "test"],
  ["dev", "test"],
] as const;

function pair(query: string, product_id: string): TrainingPair {
  return { query, product_id, positive: "", title: "" };
}

function leaks(input: Partial<FindLeaksInput>): readonly string[] {
  const found = findLeaks({ train: [], dev: [], test: [], groups: new Map(), ...input });
  return found.map(
    ({ kind, between, value, other }) => `${kind} ${between.join("-")} ${value}|${other}`,
  );
}

describe("a leak", () => {
  it("is a product on two sides, told once however often it occurs", () => {
    expect(
      leaks({ train: [pair("oak desk", "1"), pair("desk", "1")], test: [pair("table", "1")] }),
    ).toEqual(["product train-test 1|1", "group train-test 1|1"]);
  });

  it("is a group on two sides", () => {
    const groups = new Map([
      ["1", "g"],
      ["2", "g"],
    ]);
    expect(leaks({ train: [pair("oak desk", "1")], dev: [pair("lamp", "2")], groups })).toEqual([
      "group train-dev g|g",
    ]);
  });

  it.each([
    ["the same", "oak desk for home", "oak desk for home"],
    ["in another order and case", "Oak desk home", "home desk, OAK"],
    ["in the plural with little words", "oak desks for the home", "oak desk home"],
    ["with four of five words", "oak desk home office small", "small oak desk office"],
  ])("is a query that is %s", (_name, first, second) => {
    expect(leaks({ train: [pair(first, "1")], test: [pair(second, "2")] })).toEqual([
      `query train-test ${first}|${second}`,
    ]);
  });

  it("is not a query with three of four words", () => {
    expect(
      leaks({ train: [pair("oak desk small", "1")], test: [pair("oak desk small white", "2")] }),
    ).toEqual([]);
  });

  it("is looked for between dev and test too", () => {
    expect(leaks({ dev: [pair("oak desk", "1")], test: [pair("oak desk", "2")] })).toHaveLength(1);
  });

  it("of known products is a query in train alone", () => {
    expect(leaks({ train: [pair("oak desk", "1")], known: [pair("lamp", "1")] })).toEqual([]);
    expect(leaks({ train: [pair("oak desk", "1")], known: [pair("desk oak", "1")] })).toEqual([
      "query train-known oak desk|desk oak",
    ]);
    expect(leaks({ test: [pair("oak desk", "1")], known: [pair("desk oak", "2")] })).toEqual([]);
  });

  it("of judged queries is one in train or dev", () => {
    const judgedQueries = [{ id: "j", text: "oak desk" }];
    expect(leaks({ train: [pair("oak desk", "1")], judgedQueries })).toHaveLength(1);
    expect(leaks({ dev: [pair("oak desk", "1")], judgedQueries })).toHaveLength(1);
    expect(leaks({ test: [pair("oak desk", "1")], judgedQueries })).toEqual([]);
  });
});

describe("the leaks of any split", () => {
  const word = fc.constantFrom(..."abcdefgh");
  const row = fc.record({
    query: fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" ")),
    product_id: fc.nat(6).map(String),
  });
  const rows = fc.array(row, { maxLength: 12 });

  /** At least 0.8 of the words of both, counted one by one. */
  function isNear(left: string, right: string): boolean {
    const [a, b] = [new Set(queryWords(left)), new Set(queryWords(right))];
    const shared = [...a].filter((each) => b.has(each)).length;
    return shared / (a.size + b.size - shared) >= 0.8 - 1e-9;
  }

  it("are exactly those that comparing everything with everything finds", () => {
    fc.assert(
      fc.property(rows, rows, rows, (train, dev, test) => {
        const sides = { train, dev, test };
        const expected = new Set<string>();
        for (const [first, second] of LINES)
          for (const a of sides[first])
            for (const b of sides[second]) {
              const line = `${first}-${second}`;
              const group = (id: string) => `g${Number(id) % 3}`;
              if (a.product_id === b.product_id) expected.add(`product ${line} ${a.product_id}`);
              if (group(a.product_id) === group(b.product_id))
                expected.add(`group ${line} ${group(a.product_id)}`);
              if (isNear(a.query, b.query)) expected.add(`query ${line}`);
            }
        const groups = new Map(Array.from({ length: 7 }, (_, at) => [`${at}`, `g${at % 3}`]));
        const pairs = (side: typeof train) => side.map((each) => pair(each.query, each.product_id));
        const found = findLeaks({
          train: pairs(train),
          dev: pairs(dev),
          test: pairs(test),
          groups,
        });
        const told = found.map(({ kind, between, value }) =>
          kind === "query" ? `query ${between.join("-")}` : `${kind} ${between.join("-")} ${value}`,
        );
        expect(new Set(told)).toEqual(expected);
        for (const leak of found)
          if (leak.kind === "query") expect(isNear(leak.value, leak.other)).toBe(true);
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("are found wherever a pair is put on a second side", () => {
    const { products, pairs } = shop(40);
    const clean = splitPairs({ pairs, products });
    fc.assert(
      fc.property(fc.constantFrom(...LINES), fc.nat(), ([from, to], at) => {
        const moved = clean[from][at % clean[from].length];
        if (moved === undefined) return;
        const leaks = findLeaks({ ...clean, [to]: [...clean[to], moved] });
        const told = leaks.filter(({ between }) => between[0] === from && between[1] === to);
        expect(new Set(told.map(({ kind }) => kind))).toEqual(
          new Set(["product", "group", "query"]),
        );
      }),
      { seed: 42, numRuns: 60 },
    );
  });
});
