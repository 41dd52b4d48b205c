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

/**
 * Reads judged queries: `queries.jsonl` (`_id`, `text`) and `qrels.tsv` or `qrels/test.tsv` (BEIR).
 *
 * Judgments of products that the catalogue does not have are left out, and queries that have no
 * relevant product left.
 *
 * @throws {CliError} `FILE_MISSING`, `INVALID_JUDGMENTS` when no judged query is left.
 */
export async function readJudged(
  folder: string,
  productIds: ReadonlySet<string>,
): Promise<QuerySet & { readonly leftOut: number }> {
  for (const file of judgedFiles(folder)) {
    if (!existsSync(file)) {
      throw new CliError("FILE_MISSING", `Expected judged queries at ${file}.`, {
        hint: "A folder with queries.jsonl (_id, text) and qrels.tsv (query-id, corpus-id, score) is wanted.",
      });
    }
  }
  const all = await readJsonLines<TestQuery>(join(folder, "queries.jsonl"));
  const qrels = within(parseBeirQrels(await readFile(qrelsFile(folder), "utf8")), productIds);
  const queries = all
    .map((query) => ({ _id: String(query._id), text: String(query.text) }))
    .filter((query) => qrels.has(query._id));
  if (queries.length === 0) {
    throw new CliError(
      "INVALID_JUDGMENTS",
      `${folder} judges no product of this catalogue: ${all.length} queries, none with a relevant product here.`,
      { hint: "Judgments name products by id; are they from another catalogue?" },
    );
  }
  const kept = new Map(queries.map((query) => [query._id, qrels.get(query._id) ?? new Map()]));
  return { name: "judged", queries, qrels: kept, leftOut: all.length - queries.length };
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
