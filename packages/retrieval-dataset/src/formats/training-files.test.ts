import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readRecords } from "../files/read-records.ts";
import { catalogueFromExamples } from "../pairs/catalogue-from-examples.ts";
import { examplesFromPairs } from "../pairs/examples-from-pairs.ts";
import { queryId } from "../pairs/query-id.ts";
import type { TrainingExample } from "../pairs/training-example.ts";
import { findLeaks } from "../split/find-leaks.ts";
import { splitPairs } from "../split/split-pairs.ts";
import { readLlamaIndexDataset } from "./read-llama-index-dataset.ts";
import { readTestSuite } from "./read-test-suite.ts";
import { readTrainingExamples } from "./read-training-examples.ts";
import { writeLlamaIndexDataset } from "./write-llama-index-dataset.ts";
import { writeTrainingExamples } from "./write-training-examples.ts";

const folder = mkdtempSync(join(tmpdir(), "training-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const examples: readonly TrainingExample[] = [
  { anchor: "oak desk", positive: "Desk, of oak.", negatives: ["Lamp.", "Steel desk."] },
  { anchor: "light", positive: "Lamp.", negatives: ['Rug "red".', "Mirror,\nround."] },
];

describe("a training file of sentence-transformers", () => {
  it.each(["jsonl", "json", "csv", "tsv.gz", "parquet"])(
    "is read as it was written: %s",
    async (ending) => {
      const path = at(`st.${ending}`);
      expect(await writeTrainingExamples(path, examples)).toEqual({ written: 2, leftOut: 0 });
      expect(await readTrainingExamples(path)).toEqual(examples);
    },
  );

  it("has the columns that its trainer expects", async () => {
    await writeTrainingExamples(at("columns.csv"), examples);
    expect(readFileSync(at("columns.csv"), "utf8").split("\n")[0]).toBe(
      "anchor,positive,negative_1,negative_2",
    );
    await writeTrainingExamples(at("triplets.csv"), examples, { negatives: 1 });
    expect(readFileSync(at("triplets.csv"), "utf8").split("\n")[0]).toBe(
      "anchor,positive,negative",
    );
    await writeTrainingExamples(at("pairs.csv"), examples, { negatives: 0 });
    expect(readFileSync(at("pairs.csv"), "utf8").split("\n")[0]).toBe("anchor,positive");
  });

  it("leaves out examples with too few negatives and counts them", async () => {
    const few = [...examples, { anchor: "a", positive: "p", negatives: ["n"] }];
    const counts = await writeTrainingExamples(at("few.jsonl"), few, { negatives: 2 });
    expect(counts).toEqual({ written: 2, leftOut: 1 });
  });

  it("refuses half a negative", async () => {
    await expect(
      writeTrainingExamples(at("x.jsonl"), examples, { negatives: 0.5 }),
    ).rejects.toThrow(RangeError);
  });
});

describe("a training file of FlagEmbedding", () => {
  it("is read as it was written", async () => {
    await writeTrainingExamples(at("bge.jsonl"), examples, { layout: "flag-embedding" });
    expect(await readRecords(at("bge.jsonl"))).toEqual([
      { query: "oak desk", pos: ["Desk, of oak."], neg: ["Lamp.", "Steel desk."] },
      { query: "light", pos: ["Lamp."], neg: ['Rug "red".', "Mirror,\nround."] },
    ]);
    expect(await readTrainingExamples(at("bge.jsonl"))).toEqual(examples);
  });
});

describe("pairs and triplets with labels", () => {
  it("keep domain, weight and product", async () => {
    const labels = { domain: "hvac", product_id: 7, weight: 0.5 };
    const line = { query: "q", positive: "p", negative: "n", ...labels };
    writeFileSync(at("labels.jsonl"), JSON.stringify(line));
    const expected = {
      anchor: "q",
      positive: "p",
      negatives: ["n"],
      domain: "hvac",
      product_id: "7",
      weight: 0.5,
    };
    expect(await readTrainingExamples(at("labels.jsonl"))).toEqual([expected]);
    await writeTrainingExamples(at("lists.jsonl"), [expected], { layout: "lists" });
    expect(await readTrainingExamples(at("lists.jsonl"))).toEqual([expected]);
  });

  it("keep the labels that stand in metadata", async () => {
    const metadata = { memory_id: "m1", category: "casual", difficulty: "hard" };
    const file = {
      metadata: {},
      examples: [{ query: "q", positive: "p", negatives: [], metadata }],
    };
    writeFileSync(at("s2.json"), JSON.stringify(file));
    expect(await readTrainingExamples(at("s2.json"))).toEqual([
      {
        anchor: "q",
        positive: "p",
        negatives: [],
        product_id: "m1",
        category: "casual",
        difficulty: "hard",
      },
    ]);
  });

  it("without products become a catalogue that splits without leaks", () => {
    const colours = ["red", "blue", "green", "white", "black", "grey", "pink", "brown", "gold"];
    const many = colours.flatMap((colour, index) =>
      ["a", "b"].map((letter) => ({
        anchor: `where ${colour} ${letter}${index}`,
        positive: `Rule ${index} of the ${colour} handbook about matter number${index}.`,
        negatives: [],
        domain: "law",
      })),
    );
    const { products, pairs } = catalogueFromExamples(many);
    expect(products).toHaveLength(9);
    expect(new Set(pairs.map(({ product_id }) => product_id)).size).toBe(9);
    const splits = splitPairs({ pairs, products, stratifyBy: "domain" });
    expect(findLeaks(splits)).toEqual([]);
    expect(splits.test.length).toBeGreaterThan(0);
  });
});

describe("pairs with mined negatives", () => {
  const pair = { query: "oak desk", positive: "Oak desk.", product_id: "7", title: "Oak desk" };

  it("become examples with the negatives' texts", () => {
    const negatives = new Map([[queryId(pair), ["9"]]]);
    expect(examplesFromPairs([pair], { negatives, texts: new Map([["9", "Lamp."]]) })).toEqual([
      { anchor: "oak desk", positive: "Oak desk.", negatives: ["Lamp."], product_id: "7" },
    ]);
  });

  it("need the text of every negative", () => {
    const negatives = new Map([[queryId(pair), ["9"]]]);
    expect(() => examplesFromPairs([pair], { negatives, texts: new Map() })).toThrow(RangeError);
  });
});

describe("a test suite", () => {
  const query = (text: string, category: string, difficulty: string) => ({
    query: text,
    category,
    difficulty,
    expected_rank: 5,
    min_similarity: 0.3,
  });
  const suite = {
    metadata: { format_version: "2.0" },
    test_cases: [
      {
        memory_id: "m1",
        content: "Check logs first.",
        category: "debugging",
        severity: 5,
        generated_queries: [
          query("how to debug", "technical", "easy"),
          query("it broke, what now", "casual", "hard"),
        ],
      },
      {
        memory_id: "m2",
        content: "Use types.",
        generated_queries: [query("types", "x", "medium")],
      },
    ],
  };
  writeFileSync(at("suite.json"), JSON.stringify(suite));

  it("becomes a judged dataset with its labels", async () => {
    const { corpus, queries, qrels } = await readTestSuite(at("suite.json"));
    expect(corpus.map(({ id, category }) => [id, category])).toEqual([
      ["m1", "debugging"],
      ["m2", null],
    ]);
    expect(queries.map(({ text, category, difficulty }) => [text, category, difficulty])).toEqual([
      ["how to debug", "technical", "easy"],
      ["it broke, what now", "casual", "hard"],
      ["types", "x", "medium"],
    ]);
    expect(queries.map(({ id }) => [...(qrels.get(id)?.keys() ?? [])])).toEqual([
      ["m1"],
      ["m1"],
      ["m2"],
    ]);
  });

  it("can be read without easy queries and without categories", async () => {
    const texts = async (options: Parameters<typeof readTestSuite>[1]) =>
      (await readTestSuite(at("suite.json"), options)).queries.map(({ text }) => text);
    expect(await texts({ minimumDifficulty: "medium" })).toEqual(["it broke, what now", "types"]);
    expect(await texts({ skipCategories: ["casual"] })).toEqual(["how to debug", "types"]);
  });
});

describe("a dataset of LlamaIndex", () => {
  it("is read as it was written, ids like numbers in their order", async () => {
    const document = (id: string, text: string) => ({
      id,
      title: "",
      description: text,
      category: null,
      tags: [],
      searchable_content: text,
      source_file: null,
    });
    const dataset = {
      corpus: [document("10", "Desk."), document("9", "Lamp.")],
      queries: [
        { id: "2", text: "desk" },
        { id: "1", text: "light" },
      ],
      qrels: new Map([
        ["2", new Map([["10", 1]])],
        ["1", new Map([["9", 1]])],
      ]),
    };
    await writeLlamaIndexDataset(at("llama.json"), dataset);
    const read = await readLlamaIndexDataset(at("llama.json"));
    expect(read).toEqual(dataset);
    expect(read.corpus.map(({ id }) => id)).toEqual(["10", "9"]);
    expect([...read.qrels.keys()]).toEqual(["2", "1"]);
    expect(JSON.parse(readFileSync(at("llama.json"), "utf8"))).toMatchObject({ mode: "text" });
  });
});
