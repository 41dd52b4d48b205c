import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseBeirQrels, type Qrels } from "@searchfit/ir-metrics";
import { readJsonLines } from "@searchfit/retrieval-dataset";
import { CliError } from "../cli-error.ts";
import type { QuerySet, TestQuery } from "./test-queries.ts";

/** Files of a folder of judged queries that exist: their content decides about the split. */
export function judgedFiles(folder: string): string[] {
  return [join(folder, "queries.jsonl"), qrelsFile(folder)];
}

/** Judged queries, and what of their files does not go with the catalogue or with one another. */
export interface JudgedSet extends QuerySet {
  /** Queries whose relevant products are all unknown, or that nothing judges. */
  readonly leftOut: number;
  /** Judgments of products that the catalogue does not have. */
  readonly unknownProducts: number;
  /** Ids of the judgments that no query has. */
  readonly withoutQuery: readonly string[];
}

/**
 * Reads judged queries: `queries.jsonl` (`_id`, `text`) and `qrels.tsv` or `qrels/test.tsv` (BEIR).
 *
 * Judgments of products that the catalogue does not have are left out, and queries that have no
 * relevant product left.
 *
 * @throws {RetrievalDatasetError} `INVALID_FILE` with every query that has no id or text, or the id of
 *   another one.
 * @throws {CliError} `FILE_MISSING`, `INVALID_JUDGMENTS` when no judged query is left.
 */
export async function readJudged(
  folder: string,
  productIds: ReadonlySet<string>,
): Promise<JudgedSet> {
  for (const file of judgedFiles(folder)) {
    if (!existsSync(file)) {
      throw new CliError("FILE_MISSING", `Expected judged queries at ${file}.`, {
        hint: "A folder with queries.jsonl (_id, text) and qrels.tsv (query-id, corpus-id, score) is wanted.",
      });
    }
  }
  const all = await readQueries(join(folder, "queries.jsonl"));
  const judgments = parseBeirQrels(await readFile(qrelsFile(folder), "utf8"));
  const qrels = within(judgments, productIds);
  const queries = all.filter((query) => qrels.has(query._id));
  if (queries.length === 0) {
    throw new CliError(
      "INVALID_JUDGMENTS",
      `${folder} judges no product of this catalogue: ${all.length} queries, none with a relevant product here.`,
      { hint: "Judgments name products by id; are they from another catalogue?" },
    );
  }
  const kept = new Map(queries.map((query) => [query._id, qrels.get(query._id) ?? new Map()]));
  const ids = new Set(all.map((query) => query._id));
  return {
    ...{ name: "judged", queries, qrels: kept },
    leftOut: all.length - queries.length,
    unknownProducts: [...judgments.values()]
      .flatMap((grades) => [...grades.keys()])
      .filter((id) => !productIds.has(id)).length,
    withoutQuery: [...judgments.keys()].filter((id) => !ids.has(id)),
  };
}

async function readQueries(file: string): Promise<readonly TestQuery[]> {
  const lines = new Map<string, number>();
  const parse = (value: unknown, line: number): TestQuery => {
    const query = parseQuery(value);
    const before = lines.get(query._id);
    if (before !== undefined)
      throw new Error(
        `expected each "_id" once, got "${query._id}" again (first at line ${before}).`,
      );
    lines.set(query._id, line);
    return query;
  };
  return readJsonLines(file, { parse });
}

function parseQuery(value: unknown): TestQuery {
  const { _id: id, text } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const problems: string[] = [];
  if ((typeof id !== "string" && typeof id !== "number") || id === "")
    problems.push(`expected "_id" to be text, got ${shown(id)}.`);
  if (typeof text !== "string" || text.trim() === "")
    problems.push(`expected "text" to be what was typed, got ${shown(text)}.`);
  if (problems.length > 0) throw new Error(problems.join(" "));
  return { _id: String(id), text: text as string };
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 80);
}

function qrelsFile(folder: string): string {
  const nested = join(folder, "qrels", "test.tsv");
  return existsSync(nested) ? nested : join(folder, "qrels.tsv");
}

function within(qrels: Qrels, productIds: ReadonlySet<string>): Qrels {
  const kept = new Map<string, ReadonlyMap<string, number>>();
  for (const [query, grades] of qrels) {
    const known = new Map([...grades].filter(([id]) => productIds.has(id)));
    if ([...known.values()].some((grade) => grade > 0)) kept.set(query, known);
  }
  return kept;
}
