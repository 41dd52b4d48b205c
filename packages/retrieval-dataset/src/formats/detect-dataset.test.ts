import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { detectDataset } from "./detect-dataset.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "detect-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it.each([
  ["a.jsonl", '{"id":1,"title":"desk"}\n', "products"],
  ["a.csv", "id,title\n1,desk\n", "products"],
  ["b.json", '[{"query":"q","positive":"p","product_id":"1"}]', "pairs"],
  ["c.jsonl", '{"anchor":"q","positive":"p","negative":"n"}\n', "examples"],
  ["d.jsonl", '{"query":"q","pos":["p"],"neg":["n"]}\n', "examples"],
  ["e.csv", "query,positive,product_id,negative_1\nq,p,1,n\n", "examples"],
  ["f.json", '{"metadata":{"a":1},"examples":[{"query":"q","answer":"a"}]}', "examples"],
  ["g.json", '{"name":"x","test_cases":[{"query":"q","answer":"a"}]}', "test-suite"],
  ["h.json", '[{"memory_id":1,"content":"c","generated_queries":[]}]', "test-suite"],
  ["i.json", '{"queries":{"1":"q"},"corpus":{"2":"d"},"relevant_docs":{"1":["2"]}}', "llama-index"],
  ["j.tsv", "query\tproduct_id\tposition\tclicked\nq\t1\t1\t0\n", "click-log"],
] as const)("tells what %s holds", async (name, content, kind) => {
  expect(await detectDataset(fileOf(name, content))).toBe(kind);
});

it("tells a BEIR folder from one of documents", async () => {
  mkdirSync(join(folder, "texts"));
  expect(await detectDataset(join(folder, "texts"))).toBe("documents");
  writeFileSync(join(folder, "texts/corpus.jsonl"), "");
  expect(await detectDataset(join(folder, "texts"))).toBe("beir");
});

it.each([
  ["none.jsonl", null, "FILE_NOT_FOUND"],
  ["k.xlsx", "", "UNKNOWN_FORMAT"],
  ["l.jsonl", '{"colour":"red"}\n', "UNKNOWN_FORMAT"],
  ["m.jsonl", "", "UNKNOWN_FORMAT"],
  ["n.jsonl", "7\n", "UNKNOWN_FORMAT"],
  ["o.json", "{}", "UNKNOWN_FORMAT"],
  ["p.json", '{"a":', "INVALID_FILE"],
  ["q.jsonl", "{\n", "INVALID_FILE"],
])("refuses %s", async (name, content, code) => {
  const path = content === null ? join(folder, name) : fileOf(name, content);
  await expect(detectDataset(path)).rejects.toMatchObject({ code });
});
