import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A sentence-transformers folder with two layers and 128 words; embeds in milliseconds. */
export const tinyModel = resolve(
  import.meta.dirname,
  "../../../packages/onnx-embedder/test/fixtures/tiny-model",
);

const documents = [
  { _id: "1", title: "red shoe", text: "hiking in the rain" },
  { _id: "2", title: "desk lamp", text: "lamp for a desk" },
  { _id: "3", title: "", text: "coffee pot with red and water proof" },
];

const queries = [
  { _id: "10", text: "shoe for hiking", metadata: { style: "need" } },
  { _id: "11", text: "coffee", metadata: { style: "head" } },
  { _id: "12", text: "never judged", metadata: { style: "head" } },
];

const qrels = ["query-id\tcorpus-id\tscore", "10\t1\t2", "11\t3\t1", "11\t99\t1"];

/** Writes a BEIR folder of three documents and two judged queries; one judged document is not there. */
export function writeTinyDataset(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeLines(join(folder, "corpus.jsonl"), documents.map(toJson));
  writeLines(join(folder, "queries.jsonl"), queries.map(toJson));
  writeLines(join(folder, "qrels.tsv"), qrels);
}

/** Writes lines of text, a line feed after each. */
export function writeLines(path: string, lines: readonly string[]): void {
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
}

function toJson(row: unknown): string {
  return JSON.stringify(row);
}
