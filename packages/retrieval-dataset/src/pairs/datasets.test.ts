import { describe, expect, it } from "vitest";
import { auditProducts } from "../products/audit-products.ts";
import { describeProducts } from "../products/describe-products.ts";
import { productText } from "../products/product-text.ts";
import { parseTrainingPair } from "./parse-training-pair.ts";
import { qrelsFromPairs } from "./qrels-from-pairs.ts";
import { queriesFromPairs } from "./queries-from-pairs.ts";
import { queryId } from "./query-id.ts";
import { queryWording } from "./query-wording.ts";
import type { TrainingPair } from "./training-pair.ts";
import { productOf } from "../../test/product-of.ts";

function pair(query: string, product_id: string): TrainingPair {
  return { query, product_id, positive: "", title: "" };
}

describe("a product's text", () => {
  it("is its searchable content as it stands", () => {
    expect(productText(productOf("1", "Desk", { searchable_content: " Own  text " }))).toBe(
      " Own  text ",
    );
  });

  it.each([
    ["Desk", "Solid oak.", "Desk. Solid oak."],
    ["Desk", null, "Desk."],
    ["Desk", "  ", "Desk."],
    ["", "Solid oak.", "Solid oak."],
  ])("is composed of %j and %j", (title, description, text) => {
    expect(productText(productOf("1", title, { description, searchable_content: " " }))).toBe(text);
  });
});

describe("statistics", () => {
  const products = [
    productOf("1", "ab", { category: "X" }),
    productOf("2", "abcd", { category: "X", description: "d" }),
    productOf("3", "abc", { category: "Y" }),
    productOf("4", "abc"),
  ];

  it("count products, categories, characters and tokens", () => {
    const countTokens = (texts: readonly string[]) => texts.map(({ length }) => length);
    const found = describeProducts(products, { countTokens, maxTokens: 4 });
    expect(found).toMatchObject({
      total: 4,
      categoryCount: 2,
      withoutDescription: 3,
      meanCharacters: (3 + 7 + 4 + 4) / 4,
      meanTokens: (3 + 7 + 4 + 4) / 4,
      cutTexts: 1,
      firstText: "ab.",
    });
    expect([...found.categories]).toEqual([
      ["X", 2],
      ["Y", 1],
      [null, 1],
    ]);
  });

  it("draw the same three samples whatever the order", () => {
    const { samples } = describeProducts(products);
    expect(samples).toHaveLength(3);
    expect(describeProducts(products.toReversed()).samples).toEqual(samples);
  });

  it("of an empty catalogue are zeros and nulls", () => {
    expect(describeProducts([])).toMatchObject({
      total: 0,
      meanCharacters: 0,
      meanTokens: null,
      firstText: null,
    });
  });
});

describe("an audit", () => {
  it("finds what makes search worse", () => {
    const findings = auditProducts([
      productOf("1", "Norwood kettle 1.7 l steel", {
        category: "K",
        description: "<b>Fast</b> &amp; quiet",
      }),
      productOf("2", "Norwood kettle 1.7 l steel", { category: "K", description: "home dÃ©cor" }),
      productOf("3", "Lamp", { category: "L", description: "a\u0007b" }),
      productOf("4", "Rug", { description: "x ".repeat(15_000) }),
      productOf("5", "Vase", { category: "V" }),
    ]);
    const found = Object.fromEntries(findings.map(({ issue, examples }) => [issue, examples]));
    expect(found).toEqual({
      "near-duplicate": ["1", "2"],
      html: ["1"],
      "broken-encoding": ["2"],
      "control-characters": ["3"],
      "huge-text": ["4"],
      "missing-category": ["4"],
      "missing-description": ["5"],
    });
  });

  it("of a clean catalogue finds nothing", () => {
    expect(
      auditProducts([productOf("1", "A < B & C", { category: "K", description: "Café – 5 °C" })]),
    ).toEqual([]);
  });
});

describe("a pair's marks", () => {
  const written = { query: "oak desk", positive: "Desk.", product_id: "7", title: "" };

  it("come out of a file as they went in, and out of a table's texts", () => {
    const marks = {
      weight: 0.5,
      also_relevant: ["8", "9"],
      ambiguous: true,
      paraphrase_of: "desk",
    };
    expect(parseTrainingPair({ ...written, ...marks })).toEqual({ ...written, ...marks });
    const cells = { weight: "0.5", also_relevant: "8|9", ambiguous: "true", paraphrase_of: "desk" };
    expect(parseTrainingPair({ ...written, ...cells })).toEqual({ ...written, ...marks });
    const blank = { weight: "", also_relevant: "", ambiguous: "", paraphrase_of: "" };
    expect(parseTrainingPair({ ...written, ...blank })).toEqual(written);
  });

  it.each([0, -1, 1.5, "heavy"])("refuse the weight %j", (weight) => {
    expect(() => parseTrainingPair({ ...written, weight })).toThrow('expected "weight"');
  });
});

describe("queries and judgments of pairs", () => {
  it("have ids that depend on product and query alone", () => {
    expect(queryId(pair("oak desk", "7"))).toBe("q-2c67cf77dfa1b349");
    const ids = [pair("oak desk", "8"), pair("oak desks", "7"), pair("", "7oak desk")].map(queryId);
    expect(new Set([...ids, queryId(pair("oak desk", "7"))]).size).toBe(4);
  });

  it("name each query once", () => {
    const pairs = [pair("a", "1"), pair("b", "1"), pair("a", "1")];
    expect(queriesFromPairs(pairs).map(({ text }) => text)).toEqual(["a", "b"]);
  });

  it("make the pair's product relevant", () => {
    const [first] = [pair("oak desk", "7")];
    expect([...(qrelsFromPairs([first]).get(queryId(first)) ?? [])]).toEqual([["7", 1]]);
  });

  it("make the family relevant with a lower grade", () => {
    const families = new Map([
      ["7", "7"],
      ["8", "7"],
      ["9", "9"],
    ]);
    const one = pair("oak desk", "8");
    const grades = qrelsFromPairs([one], { families }).get(queryId(one));
    expect(Object.fromEntries(grades ?? [])).toEqual({ 7: 1, 8: 2 });
  });

  it("make all products of the same text relevant", () => {
    const [one, two] = [pair("oak desk", "7"), pair("Oak desk ", "9")];
    const qrels = qrelsFromPairs([one, two]);
    expect(Object.fromEntries(qrels.get(queryId(two)) ?? [])).toEqual({ 7: 1, 9: 1 });
  });

  it("make what a pair names relevant with the lower grade", () => {
    const one = { ...pair("oak desk", "8"), also_relevant: ["9", "8"] };
    const grades = qrelsFromPairs([one, pair("lamp", "3")]).get(queryId(one));
    expect(Object.fromEntries(grades ?? [])).toEqual({ 8: 2, 9: 1 });
  });

  it("refuse grades below one", () => {
    expect(() => qrelsFromPairs([], { grade: 0 })).toThrow(RangeError);
  });

  it.each([
    ["The Oak Desks for my office!", "desk oak office"],
    ["glass", "glass"],
    ["something for the", "for something the"],
    ["", ""],
  ])("have the wording of %j", (query, wording) => {
    expect(queryWording(query)).toBe(wording);
  });
});
