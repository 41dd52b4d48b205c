import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { auditProducts } from "./audit-products.ts";
import { describeProducts } from "./describe-products.ts";
import { composeSearchableContent, productText } from "./product-text.ts";
import type { Product } from "./product.ts";
import { qrelsFromPairs } from "./qrels-from-pairs.ts";
import { queriesFromPairs } from "./queries-from-pairs.ts";
import { queryId } from "./query-id.ts";
import { queryWording } from "./query-wording.ts";
import { readBeirFolder } from "./read-beir-folder.ts";
import type { TrainingPair } from "./training-pair.ts";
import { writeBeirFolder } from "./write-beir-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "datasets-"));
afterAll(() => rmSync(folder, { recursive: true }));

function product(id: string, title: string, other: Partial<Product> = {}): Product {
  const description = other.description ?? null;
  return {
    id,
    title,
    description,
    category: null,
    tags: [],
    searchable_content: composeSearchableContent({ title, description }),
    source_file: null,
    ...other,
  };
}

function pair(query: string, product_id: string): TrainingPair {
  return { query, product_id, positive: "", title: "" };
}

describe("a product's text", () => {
  it("is its searchable content as it stands", () => {
    expect(productText(product("1", "Desk", { searchable_content: " Own  text " }))).toBe(
      " Own  text ",
    );
  });

  it.each([
    ["Desk", "Solid oak.", "Desk. Solid oak."],
    ["Desk", null, "Desk."],
    ["Desk", "  ", "Desk."],
    ["", "Solid oak.", "Solid oak."],
  ])("is composed of %j and %j", (title, description, text) => {
    expect(productText(product("1", title, { description, searchable_content: " " }))).toBe(text);
  });
});

describe("statistics", () => {
  const products = [
    product("1", "ab", { category: "X" }),
    product("2", "abcd", { category: "X", description: "d" }),
    product("3", "abc", { category: "Y" }),
    product("4", "abc"),
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
      product("1", "Norwood kettle 1.7 l steel", {
        category: "K",
        description: "<b>Fast</b> &amp; quiet",
      }),
      product("2", "Norwood kettle 1.7 l steel", { category: "K", description: "home dÃ©cor" }),
      product("3", "Lamp", { category: "L", description: "a\u0007b" }),
      product("4", "Rug", { description: "x ".repeat(15_000) }),
      product("5", "Vase", { category: "V" }),
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
      auditProducts([product("1", "A < B & C", { category: "K", description: "Café – 5 °C" })]),
    ).toEqual([]);
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

describe("a BEIR folder", () => {
  const dataset = {
    corpus: [
      product("10", "Desk", { description: "Solid oak.", category: "Furniture", tags: ["wood"] }),
      product("9", "Lamp"),
    ],
    queries: [
      { id: "q1", text: "oak desk" },
      { id: "q2", text: "light" },
    ],
    qrels: new Map([
      [
        "q1",
        new Map([
          ["10", 2],
          ["9", 0],
        ]),
      ],
    ]),
  };

  it("is the same when it is written and read", async () => {
    await writeBeirFolder(join(folder, "beir"), dataset);
    expect(await readBeirFolder(join(folder, "beir"))).toEqual(dataset);
    expect(readFileSync(join(folder, "beir/qrels/test.tsv"), "utf8")).toBe(
      "query-id\tcorpus-id\tscore\nq1\t10\t2\nq1\t9\t0\n",
    );
  });

  it("keeps the whole embedded text where it is another", async () => {
    const corpus = [product("1", "Desk", { searchable_content: "Desk | oak | 120 cm" })];
    await writeBeirFolder(join(folder, "own"), { ...dataset, corpus });
    const read = await readBeirFolder(join(folder, "own"));
    expect(read.corpus.map(productText)).toEqual(["Desk | oak | 120 cm"]);
  });

  it("may have its judgments in qrels.tsv and documents without title", async () => {
    const path = join(folder, "plain");
    mkdirSync(path);
    writeFileSync(join(path, "corpus.jsonl"), '{"_id":"d1","title":"","text":"Some text"}\n');
    writeFileSync(join(path, "queries.jsonl"), '{"_id":"q1","text":"some"}\n');
    writeFileSync(join(path, "qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
    const { corpus, qrels } = await readBeirFolder(path);
    expect(corpus.map(productText)).toEqual(["Some text"]);
    expect(qrels.get("q1")?.get("d1")).toBe(1);
  });

  it("with bad files says which and where", async () => {
    const path = join(folder, "plain");
    writeFileSync(join(path, "qrels.tsv"), "q1\td1\n");
    await expect(readBeirFolder(path)).rejects.toMatchObject({
      code: "INVALID_FILE",
      message: expect.stringContaining("qrels.tsv"),
    });
    writeFileSync(
      join(path, "queries.jsonl"),
      '{"_id":"q1","text":"a"}\n{"_id":"q1","text":"b"}\n',
    );
    await expect(readBeirFolder(path)).rejects.toThrow('line 2: expected each "_id" once');
    rmSync(join(path, "qrels.tsv"));
    writeFileSync(join(path, "queries.jsonl"), "");
    await expect(readBeirFolder(path, { split: "dev" })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    });
  });

  it("refuses ids that the judgments cannot hold", async () => {
    const qrels = new Map([["q\t1", new Map([["10", 1]])]]);
    await expect(writeBeirFolder(join(folder, "tab"), { ...dataset, qrels })).rejects.toThrow(
      TypeError,
    );
  });
});
