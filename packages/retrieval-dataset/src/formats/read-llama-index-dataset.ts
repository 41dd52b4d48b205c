import type { DocId, QueryId } from "@searchfit/ir-metrics";
import { ProblemList } from "../files/problem-list.ts";
import { requiredText } from "../files/record-fields.ts";
import { placeOf, streamJsonItems, type ParsedJsonItem } from "../files/stream-json-items.ts";
import type { Query } from "../pairs/query.ts";
import type { Product } from "../products/product.ts";
import type { BeirDataset } from "./beir-dataset.ts";

/**
 * Reads a dataset of LlamaIndex' `EmbeddingQAFinetuneDataset`, a JSON file with `queries` (id →
 * text), `corpus` (id → text) and `relevant_docs` (query id → document ids). Relevant documents
 * get grade 1; the order of the file is kept, ids that look like numbers too.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file (also repeated
 *   ids and judgments of unknown ones), `FILE_NOT_FOUND`, `FILE_NOT_READABLE`.
 * @example
 * const { corpus, queries, qrels } = await readLlamaIndexDataset("val_dataset.json");
 */
export async function readLlamaIndexDataset(path: string): Promise<BeirDataset> {
  const problems = new ProblemList(path);
  const sections = new Map<string, Map<string, unknown>>();
  for await (const item of streamJsonItems(path, problems, "object"))
    try {
      keep(item, sections);
    } catch (error) {
      problems.add(placeOf(item), (error as Error).message);
    }
  const corpus = new Map(sections.get("corpus")) as Map<DocId, string>;
  const queries = new Map(sections.get("queries")) as Map<QueryId, string>;
  const judged = new Map(sections.get("relevant_docs")) as Map<QueryId, readonly DocId[]>;
  if (problems.count === 0) checkJudgments({ corpus, queries, judged }, problems);
  problems.throwIfAny();
  return {
    corpus: Array.from(corpus, ([id, text]) => documentOf(id, text)),
    queries: Array.from(queries, ([id, text]): Query => ({ id, text })),
    qrels: new Map(
      Array.from(judged, ([id, docs]) => [id, new Map(docs.map((doc) => [doc, 1] as const))]),
    ),
  };
}

function keep(
  { section, key, value }: ParsedJsonItem,
  sections: Map<string, Map<string, unknown>>,
): void {
  if (section !== "corpus" && section !== "queries" && section !== "relevant_docs") return;
  if (key === null) throw new Error("expected an object of ids, got another value.");
  const entries = sections.get(section) ?? new Map<string, unknown>();
  sections.set(section, entries);
  if (key.trim() === "") throw new Error("expected an id, got an empty string.");
  if (entries.has(key)) throw new Error("expected each id once, got it again.");
  entries.set(key, section === "relevant_docs" ? documentIds(value) : textOf(value));
}

function textOf(value: unknown): string {
  return requiredText({ text: value }, "text");
}

function documentIds(value: unknown): readonly DocId[] {
  if (Array.isArray(value) && value.every((id) => typeof id === "string")) return value;
  throw new Error("expected an array of document ids as strings, got something else.");
}

function checkJudgments(
  dataset: {
    readonly corpus: ReadonlyMap<DocId, string>;
    readonly queries: ReadonlyMap<QueryId, string>;
    readonly judged: ReadonlyMap<QueryId, readonly DocId[]>;
  },
  problems: ProblemList,
): void {
  const { corpus, queries, judged } = dataset;
  for (const [name, map] of Object.entries({ corpus, queries }))
    if (map.size === 0) problems.add("(JSON)", `expected texts in "${name}", got none.`);
  for (const [query, docs] of judged) {
    const place = `"relevant_docs" ${JSON.stringify(query)}`;
    if (!queries.has(query)) problems.add(place, "expected a query of that id, got none.");
    const unknown = docs.filter((doc) => !corpus.has(doc));
    if (unknown.length > 0)
      problems.add(place, `expected documents of the corpus, got ${unknown.join(", ")}.`);
  }
}

function documentOf(id: string, text: string): Product {
  const shared = { id, title: "", description: text, category: null, tags: [] };
  return { ...shared, searchable_content: text, source_file: null };
}
