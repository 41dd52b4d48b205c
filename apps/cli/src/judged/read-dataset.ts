import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Qrels } from "@searchfit/ir-metrics";
import { readBeirFolder, readJsonLines, type Product } from "@searchfit/retrieval-dataset";
import { CliError } from "../cli-error.ts";
import type { TestQuery } from "../steps/test-queries.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A judged dataset, ready to be searched. */
export interface JudgedDataset {
  /** What is searched: the whole corpus. */
  readonly corpus: readonly Product[];
  /** The judged queries, in the order of the file, with what they can be sliced by. */
  readonly queries: readonly TestQuery[];
  /** Judgments of these queries. */
  readonly qrels: Qrels;
}

/** Which dataset is read, and where to tell its oddities. */
export interface ReadDatasetOptions {
  /** The BEIR folder, as the user named it. */
  readonly dataset: string;
  /** Which judgments: `qrels/SPLIT.tsv`. */
  readonly split: string | undefined;
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** Where warnings go. */
  readonly terminal: Terminal;
}

/**
 * Reads a judged BEIR folder. Judged queries without a text are left out with a warning; judged
 * documents that the corpus does not have stay judged, as in trec_eval.
 *
 * @throws {CliError} `FILE_MISSING`, `EMPTY_CATALOGUE`, `INVALID_JUDGMENTS`.
 */
export async function readDataset(options: ReadDatasetOptions): Promise<JudgedDataset> {
  const { dataset, split, terminal } = options;
  const place = resolve(options.folder, dataset);
  requireFiles(place, dataset);
  const read = await readBeirFolder(place, split === undefined ? {} : { split });
  if (read.corpus.length === 0) {
    throw new CliError("EMPTY_CATALOGUE", `${dataset}/corpus.jsonl has no documents.`);
  }
  const attributes = await readAttributes(join(place, "queries.jsonl"));
  const queries = read.queries
    .filter(({ id }) => read.qrels.has(id))
    .map(({ id, text }) => ({ _id: id, text, attributes: attributes.get(id) ?? {} }));
  if (queries.length === 0) {
    throw new CliError(
      "INVALID_JUDGMENTS",
      `${dataset} judges none of its ${read.queries.length} queries.`,
      { hint: "queries.jsonl and the judgments name queries by the same ids; --split chooses." },
    );
  }
  const qrels = new Map(queries.map(({ _id }) => [_id, read.qrels.get(_id) ?? new Map()]));
  const lost = read.qrels.size - queries.length;
  if (lost > 0) terminal.warn(`${lost} judged queries are not in queries.jsonl and are left out`);
  warnOfUnknownDocuments(qrels, read.corpus, terminal);
  return { corpus: read.corpus, queries, qrels };
}

function requireFiles(place: string, dataset: string): void {
  for (const file of ["corpus.jsonl", "queries.jsonl"]) {
    if (existsSync(join(place, file))) continue;
    throw new CliError("FILE_MISSING", `Expected a BEIR folder at ${dataset}; it has no ${file}.`, {
      hint: "A folder with corpus.jsonl (_id, title, text), queries.jsonl (_id, text) and qrels.tsv or qrels/test.tsv is wanted.",
    });
  }
}

/** Texts and numbers of a query's `metadata`: what its results can be sliced by. */
async function readAttributes(file: string): Promise<Map<string, Record<string, string>>> {
  const rows = await readJsonLines<{ _id: unknown; metadata?: unknown }>(file);
  return new Map(rows.map(({ _id, metadata }) => [String(_id), labelsOf(metadata)]));
}

function labelsOf(metadata: unknown): Record<string, string> {
  if (typeof metadata !== "object" || metadata === null) return {};
  const labels = Object.entries(metadata).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  return Object.fromEntries(labels.map(([name, value]) => [name, String(value)]));
}

function warnOfUnknownDocuments(
  qrels: Qrels,
  corpus: readonly Product[],
  terminal: Terminal,
): void {
  const ids = new Set(corpus.map(({ id }) => id));
  const judged = new Set([...qrels.values()].flatMap((grades) => [...grades.keys()]));
  const unknown = [...judged].filter((id) => !ids.has(id)).length;
  if (unknown === 0) return;
  terminal.warn(`${unknown} judged documents are not in the corpus; no model can find them`);
}
