import { describe, expect, it } from "vitest";
import { findLeaks, type FindLeaksInput } from "./find-leaks.ts";
import type { TrainingPair } from "./training-pair.ts";

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
