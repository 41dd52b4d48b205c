import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines, writeTinyDataset } from "../../test/tiny-dataset.ts";

const folder = temporaryFolder();
const importing = (...words: string[]) => runSearchfit(["import", ...words], { folder: folder() });
const text = (...path: string[]) => readFileSync(join(folder(), ...path), "utf8");
const rows = (...path: string[]) =>
  text(...path)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

beforeAll(() => {
  writeLines(join(folder(), "triplets.jsonl"), [
    '{"query":"oak desk","positive":"Desk of oak","negative":"Lamp","product_id":7,"domain":"desks"}',
    '{"query":"cheap desk","positive":"Desk of oak","negative":"Rug","product_id":7,"domain":"desks"}',
    '{"query":"lamp","positive":"Lamp","negative":"Rug","product_id":"8"}',
  ]);
  const asked = [{ query: "where do I pay", category: "casual", difficulty: "hard" }];
  const suite = {
    test_cases: [{ memory_id: "m1", content: "Pay at the desk.", generated_queries: asked }],
  };
  writeLines(join(folder(), "suite.json"), [JSON.stringify(suite)]);
  writeLines(join(folder(), "products.csv"), ["id,title", "7,Desk of oak", "8,Lamp"]);
  writeLines(join(folder(), "searches.csv"), [
    "query,product_id,rank,impressions,clicks",
    "desk,8,1,100,5",
    "desk,7,2,100,60",
    "desk,9,3,100,5",
  ]);
  writeTinyDataset(join(folder(), "beir"));
  mkdirSync(join(folder(), "out"));
});

it("makes what an experiment takes out of triplets", async () => {
  const queries = await importing(
    "triplets.jsonl",
    "--as",
    "queries",
    "--out",
    "out/queries.jsonl",
  );
  expect(queries).toMatchObject({
    code: 0,
    stdout: "out/queries.jsonl: 2 products with queries\n",
    stderr: "triplets.jsonl is training examples: 2 products, 3 queries, 3 pairs, 3 judgments\n",
  });
  expect(rows("out/queries.jsonl")).toEqual([
    { product_id: "7", queries: ["oak desk", "cheap desk"] },
    { product_id: "8", queries: ["lamp"] },
  ]);
  await importing("triplets.jsonl", "--as", "products", "--out", "out/products.jsonl");
  expect(rows("out/products.jsonl")).toMatchObject([
    { id: "7", searchable_content: "Desk of oak", category: "desks" },
    { id: "8", searchable_content: "Lamp" },
  ]);
  const pairs = await importing("triplets.jsonl", "--out", "out/pairs.json", "--json");
  expect(JSON.parse(pairs.stdout)).toEqual({
    ...{ input: "triplets.jsonl", kind: "examples", as: "pairs", output: "out/pairs.json" },
    ...{ rows: 3, found: { products: 2, queries: 3, pairs: 3, judgments: 3 } },
  });
  expect(JSON.parse(text("out/pairs.json"))).toMatchObject([
    { query: "oak desk", positive: "Desk of oak", product_id: "7", domain: "desks" },
    { query: "cheap desk" },
    { query: "lamp" },
  ]);
});

it("makes a judged folder out of a test suite, and warns of training on it", async () => {
  expect((await importing("suite.json", "--out", "out/judged")).code).toBe(0);
  expect(rows("out/judged/corpus.jsonl")).toMatchObject([{ _id: "m1", text: "Pay at the desk." }]);
  expect(text("out/judged/qrels/test.tsv")).toMatch(/^query-id\tcorpus-id\tscore\nq-\w+\tm1\t1\n$/);
  const trained = await importing("suite.json", "--as", "pairs", "--out", "out/suite.jsonl");
  expect(trained.stderr).toContain("cannot judge it");
});

it("makes judgments out of clicks, with the texts of the catalogue", async () => {
  const without = await importing("searches.csv", "--out", "out/clicked");
  expect(without).toMatchObject({ code: 2, stdout: "" });
  expect(without.stderr).toContain("--products FILE");
  const words = ["searches.csv", "--products", "products.csv", "--out", "out/clicked"];
  const { code, stderr } = await importing(...words);
  expect(code).toBe(0);
  expect(stderr).toContain("1 judged products are not in the catalogue: 9");
  expect(rows("out/clicked/corpus.jsonl")).toHaveLength(2);
  const [, ...judged] = text("out/clicked/qrels/test.tsv").trim().split("\n");
  expect(judged.map((line) => line.split("\t").slice(1))).toEqual([
    ["8", "0"],
    ["7", "3"],
    ["9", "0"],
  ]);
});

it("makes pairs out of the best judgments of a BEIR folder", async () => {
  expect((await importing("beir", "--as", "pairs", "--out", "out/beir.jsonl")).code).toBe(0);
  expect(rows("out/beir.jsonl")).toMatchObject([
    { query: "shoe for hiking", product_id: "1", positive: "red shoe. hiking in the rain" },
    { query: "coffee", product_id: "3" },
  ]);
});

it("says with --dry-run what it would write, and writes nothing", async () => {
  const words = ["suite.json", "--out", "out/none", "--dry-run", "--json"];
  const { code, stdout } = await importing(...words);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, rows: 1, overwrites: false });
  expect(existsSync(join(folder(), "out/none"))).toBe(false);
});

it("names all problems of a file at once and writes nothing", async () => {
  const lines = ['{"anchor":"a","positive":"p"}', '{"anchor":"a"}', "{", '{"positive":"p"}'];
  writeLines(join(folder(), "bad.jsonl"), lines);
  const before = readdirSync(join(folder(), "out"));
  const { code, stderr } = await importing("bad.jsonl", "--out", "out/bad.json");
  expect(code).toBe(1);
  for (const line of [2, 3, 4]) expect(stderr).toContain(`line ${line}`);
  expect(readdirSync(join(folder(), "out"))).toEqual(before);
});

it.each([
  [[], "either a file or --source"],
  [["suite.json", "--source", "jsonl:a.jsonl"], "either a file or --source"],
  [["suite.json", "--table", "t", "--out", "x"], "--table does not go with a file"],
  [["suite.json", "--html", "text", "--out", "x"], "--html does not go with a file"],
  [["--source", "csv:products.csv", "--out", "x"], "--out does not go with --source"],
  [["suite.json"], "writes a folder, got --out nothing"],
  [["suite.json", "--as", "queries", "--out", "q.csv"], "writes a file ending in .jsonl"],
  [["suite.json", "--as", "judgments", "--out", "q.csv"], "writes a folder, got --out q.csv"],
])("refuses %j as bad usage", async (words, part) => {
  const { code, stderr } = await importing(...words);
  expect(stderr).toContain(part);
  expect(code).toBe(2);
});

it("refuses to make queries out of products", async () => {
  const { code, stderr } = await importing("products.csv", "--as", "queries", "--out", "q.jsonl");
  expect(stderr).toContain("Expected products with queries in products.csv, got none.");
  expect(code).toBe(1);
});
