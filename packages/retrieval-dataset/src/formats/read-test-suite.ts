import type { DocId, QueryId } from "@searchfit/ir-metrics";
import { ProblemList } from "../files/problem-list.ts";
import { expectRecord, optionalText, requiredId, requiredText } from "../files/record-fields.ts";
import { placeOf, streamJsonItems } from "../files/stream-json-items.ts";
import { queryId } from "../pairs/query-id.ts";
import type { Query } from "../pairs/query.ts";
import type { Product } from "../products/product.ts";
import type { BeirDataset } from "./beir-dataset.ts";

/** A query of a test suite. */
export interface TestSuiteQuery extends Query {
  /** Kind of the query, or `null`. */
  readonly category: string | null;
  /** "easy", "medium", "hard", or what the suite says; `null` when it says nothing. */
  readonly difficulty: string | null;
}

/** A test suite as a judged dataset, whose queries can be told apart by category and difficulty. */
export interface TestSuite extends BeirDataset {
  /** The queries with their labels. */
  readonly queries: readonly TestSuiteQuery[];
}

/** Which queries of a suite are taken. */
export interface ReadTestSuiteOptions {
  /** Easier queries are left out; those without a difficulty stay. @default none are */
  readonly minimumDifficulty?: "easy" | "medium" | "hard";
  /** Categories of queries that are left out. @default none */
  readonly skipCategories?: readonly string[];
}

const DIFFICULTIES = ["easy", "medium", "hard"];

/**
 * Reads a query–answer test suite, a JSON file, as a dataset to *judge* with (training on it would
 * make the judgment worthless). Two layouts:
 *
 * - `{"test_cases": [{"memory_id", "content", "category", "generated_queries": [{"query",
 *   "category", "difficulty"}]}]}`, other keys being passed over;
 * - an array, or `test_cases`, of `{"query", "answer" | "content" | "positive", "id"?,
 *   "category"?, "difficulty"?}`.
 *
 * Every answer is a document, relevant with grade 1 to its queries. Query ids are those of
 * `queryId`; the same query of the same document is taken once.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every problem of the file,
 *   `FILE_NOT_FOUND`, `FILE_NOT_READABLE`.
 * @example
 * const suite = await readTestSuite("enhanced_test_suite.json", { minimumDifficulty: "medium" });
 * suite.queries[0]; // { id: "q-…", text: "how to debug errors", category: "casual", difficulty: "hard" }
 */
export async function readTestSuite(
  path: string,
  options: ReadTestSuiteOptions = {},
): Promise<TestSuite> {
  const problems = new ProblemList(path);
  const suite = new SuiteBuilder(options);
  for await (const { value, ...place } of streamJsonItems(path, problems, "either")) {
    if (place.section !== null && place.section !== "test_cases") continue;
    try {
      suite.add(value, place.index);
    } catch (error) {
      problems.add(placeOf(place), (error as Error).message);
    }
  }
  if (problems.count === 0 && suite.cases === 0)
    problems.add("(JSON)", 'expected test cases in an array or in "test_cases", got none.');
  problems.throwIfAny();
  return suite.build();
}

class SuiteBuilder {
  cases = 0;
  readonly #options: ReadTestSuiteOptions;
  readonly #corpus = new Map<DocId, Product>();
  readonly #queries = new Map<QueryId, TestSuiteQuery>();
  readonly #qrels = new Map<QueryId, Map<DocId, number>>();

  constructor(options: ReadTestSuiteOptions) {
    this.#options = options;
  }

  add(value: unknown, index: number): void {
    const record = expectRecord(value);
    this.cases += 1;
    const idField = ["memory_id", "id"].find((name) => record[name] !== undefined);
    const id = idField === undefined ? `${index}` : requiredId(record, idField);
    const text = ["content", "answer", "positive"].find((name) => record[name] !== undefined);
    const content = requiredText(record, text ?? "answer");
    const asked = record.generated_queries ?? [record];
    if (!Array.isArray(asked))
      throw new Error('expected "generated_queries" to be an array of queries.');
    const queries = asked.map((each) => queryOf(each, id));
    if (this.#corpus.has(id)) throw new Error(`expected each id once, got "${id}" again.`);
    this.#corpus.set(id, documentOf(id, content, optionalText(record, "category")));
    for (const query of queries) if (this.#wants(query)) this.#take(query, id);
  }

  build(): TestSuite {
    return {
      corpus: [...this.#corpus.values()],
      queries: [...this.#queries.values()],
      qrels: this.#qrels,
    };
  }

  #wants({ category, difficulty }: TestSuiteQuery): boolean {
    const { minimumDifficulty, skipCategories = [] } = this.#options;
    if (category !== null && skipCategories.includes(category)) return false;
    const level = DIFFICULTIES.indexOf(difficulty ?? "");
    return minimumDifficulty === undefined || level < 0
      ? true
      : level >= DIFFICULTIES.indexOf(minimumDifficulty);
  }

  #take(query: TestSuiteQuery, docId: DocId): void {
    this.#queries.set(query.id, query);
    this.#qrels.set(query.id, new Map([[docId, 1]]));
  }
}

function queryOf(value: unknown, product_id: string): TestSuiteQuery {
  const record = expectRecord(value);
  const text = requiredText(record, "query");
  return {
    id: queryId({ query: text, product_id }),
    text,
    category: optionalText(record, "category"),
    difficulty: optionalText(record, "difficulty"),
  };
}

function documentOf(id: string, content: string, category: string | null): Product {
  const shared = { id, title: "", description: content, category, tags: [] };
  return { ...shared, searchable_content: content, source_file: null };
}
