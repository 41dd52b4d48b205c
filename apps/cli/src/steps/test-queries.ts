import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileDurably } from "@searchfit/experiment-store";
import { formatTrecQrels, parseTrecQrels, type Qrels } from "@searchfit/ir-metrics";
import { readJsonLines, writeJsonLines } from "@searchfit/retrieval-dataset";
import { splitFiles } from "./split-files.ts";

/** The tests that judge a model, in the order in which they count. */
export const testNames = ["judged", "newProducts", "knownProducts"] as const;

/** Name of a test. */
export type TestName = (typeof testNames)[number];

/** Every set of queries that models are run on. */
export type QuerySetName = TestName | "dev" | "train";

/** A query with what it can be sliced by. */
export interface TestQuery {
  /** Id, as in the qrels. */
  readonly _id: string;
  /** What is typed. */
  readonly text: string;
  /** Style, category …; absent for judged queries. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Queries with their judgments. */
export interface QuerySet {
  /** Which set. */
  readonly name: QuerySetName;
  /** The queries, in the order of the file. */
  readonly queries: readonly TestQuery[];
  /** Grades of documents. */
  readonly qrels: Qrels;
}

/** Writes a set to `tests/NAME.queries.jsonl` and `tests/NAME.qrels`. */
export async function writeQuerySet(folder: string, set: QuerySet): Promise<void> {
  const place = join(folder, splitFiles.tests);
  await writeFileDurably(join(place, `${set.name}.qrels`), formatTrecQrels(set.qrels));
  await writeJsonLines(join(place, `${set.name}.queries.jsonl`), set.queries);
}

/** Reads a set; undefined when the experiment has none of that name. */
export async function readQuerySet(
  folder: string,
  name: QuerySetName,
): Promise<QuerySet | undefined> {
  const place = join(folder, splitFiles.tests);
  const queriesFile = join(place, `${name}.queries.jsonl`);
  if (!existsSync(queriesFile)) return undefined;
  const qrels = parseTrecQrels(await readFile(join(place, `${name}.qrels`), "utf8"));
  return { name, queries: await readJsonLines<TestQuery>(queriesFile), qrels };
}

/** The tests that an experiment has. */
export async function readTests(folder: string): Promise<readonly QuerySet[]> {
  const sets = await Promise.all(testNames.map((name) => readQuerySet(folder, name)));
  return sets.filter((set) => set !== undefined);
}
