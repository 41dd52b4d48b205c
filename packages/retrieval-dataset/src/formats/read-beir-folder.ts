import { access } from "node:fs/promises";
import { join } from "node:path";
import { parseBeirQrels, type Qrels } from "@searchfit/ir-metrics";
import type { BeirDataset } from "./beir-dataset.ts";
import { fileBytes } from "../files/file-bytes.ts";
import { composeSearchableContent } from "../products/product-text.ts";
import type { Product } from "../products/product.ts";
import type { Query } from "../pairs/query.ts";
import { readJsonLines } from "../files/read-json-lines.ts";
import {
  expectRecord,
  labelList,
  optionalText,
  requiredId,
  requiredText,
} from "../files/record-fields.ts";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

/** Which part of a BEIR folder is read. */
export interface ReadBeirFolderOptions {
  /**
   * Judgments to read: `qrels/<split>.tsv`, or `qrels.tsv` where there is only that.
   * @default "test"
   */
  readonly split?: string;
}

/**
 * Reads a BEIR folder: `corpus.jsonl` (`_id`, `title`, `text`, `metadata`), `queries.jsonl`
 * (`_id`, `text`) and judgments; each may end in `.gz`. Of `metadata`, `category` and `tags` are kept.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the first file that has
 *   any, `FILE_NOT_FOUND`, `FILE_NOT_READABLE`.
 * @example
 * const { corpus, queries, qrels } = await readBeirFolder("datasets/scifact");
 */
export async function readBeirFolder(
  folder: string,
  options: ReadBeirFolderOptions = {},
): Promise<BeirDataset> {
  const corpusFile = await plainOrPacked(join(folder, "corpus.jsonl"));
  const queriesFile = await plainOrPacked(join(folder, "queries.jsonl"));
  const corpus = await readJsonLines(corpusFile, { parse: onlyOnce(document) });
  const queries = await readJsonLines(queriesFile, { parse: onlyOnce(query) });
  const qrels = await readQrels(await qrelsFile(folder, options.split ?? "test"));
  return { corpus, queries, qrels };
}

function document(value: unknown): Product {
  const record = expectRecord(value);
  const title = optionalText(record, "title") ?? "";
  const description = optionalText(record, "text");
  if (title === "" && description === null)
    throw new Error('expected "title" or "text" to be a non-empty string, got neither.');
  const metadata = expectRecord(record.metadata ?? {});
  return {
    id: requiredId(record, "_id"),
    title,
    description,
    category: typeof metadata.category === "string" ? metadata.category : null,
    tags: Array.isArray(metadata.tags) ? labelList(metadata, "tags") : [],
    searchable_content: composeSearchableContent({ title, description }),
    source_file: null,
  };
}

function query(value: unknown): Query {
  const record = expectRecord(value);
  return { id: requiredId(record, "_id"), text: requiredText(record, "text") };
}

function onlyOnce<Row extends { readonly id: string }>(
  parse: (value: unknown) => Row,
): (value: unknown) => Row {
  const seen = new Set<string>();
  return (value) => {
    const row = parse(value);
    if (seen.has(row.id)) throw new Error(`expected each "_id" once, got "${row.id}" again.`);
    seen.add(row.id);
    return row;
  };
}

async function qrelsFile(folder: string, split: string): Promise<string> {
  const whole = join(folder, "qrels.tsv");
  const ofSplit = join(folder, "qrels", `${split}.tsv`);
  for (const path of [ofSplit, `${ofSplit}.gz`, whole, `${whole}.gz`])
    if (await exists(path)) return path;
  throw new RetrievalDatasetError(
    "FILE_NOT_FOUND",
    `Expected ${ofSplit} or ${whole}, found neither.`,
    {
      hint: "Name a split that the folder has.",
      details: { folder, split },
    },
  );
}

/** The file, or the compressed one where there is only that. */
async function plainOrPacked(path: string): Promise<string> {
  const packed = `${path}.gz`;
  return !(await exists(path)) && (await exists(packed)) ? packed : path;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readQrels(path: string): Promise<Qrels> {
  const chunks: Buffer[] = [];
  for await (const chunk of fileBytes(path)) chunks.push(chunk);
  try {
    return parseBeirQrels(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch (cause) {
    throw new RetrievalDatasetError("INVALID_FILE", `${path}: ${(cause as Error).message}`, {
      hint: "Expected are lines of query id, document id and grade, separated by tabs.",
      details: { file: path },
      cause,
    });
  }
}
