import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createBm25Index, reciprocalRankFusion, searchExact } from "@searchfit/hybrid-retrieval";
import { readJsonLines } from "@searchfit/retrieval-dataset";

const work = process.argv[2] ?? "";
const products = (await readJsonLines(join(import.meta.dirname, "products.jsonl"))) as {
  readonly id: string;
  readonly title: string;
}[];
const queries = (await readFile(join(import.meta.dirname, "queries.txt"), "utf8"))
  .trim()
  .split("\n");
const queryIds = queries.map((_, index) => `q${index + 1}`);

const dense = await searchExact({
  queries: await matrix("queries.vectors.jsonl"),
  documents: await matrix("products.vectors.jsonl"),
  queryIds,
  docIds: products.map(({ id }) => id),
  topK: 4,
  name: "dense",
});
const documents = products.map(({ id, title }) => ({ id, text: title }));
const asked = new Map(queryIds.map((id, index) => [id, queries[index] ?? ""]));
const bm25 = createBm25Index({ documents }).searchMany(asked, 4);
for (const run of [dense, bm25, reciprocalRankFusion([dense, bm25])]) {
  for (const [id, found] of run.rankings) {
    console.log(`${run.name.padEnd(5)} ${asked.get(id) ?? ""}: ${found[0]?.docId ?? "nothing"}`);
  }
}

async function matrix(file: string) {
  const rows = (await readJsonLines(join(work, file))) as { readonly embedding: number[] }[];
  const data = Float32Array.from(rows.flatMap(({ embedding }) => embedding));
  return { data, rows: rows.length, dimensions: data.length / rows.length };
}
