import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { weightedFusion } from "@searchfit/hybrid-retrieval";
import type { Run, ScoredDoc } from "@searchfit/ir-metrics";
import { queryId, readTrainingPairs, writeJsonLines } from "@searchfit/retrieval-dataset";
import { readCatalogue } from "./catalogue.ts";
import { indexProducts } from "./measure-model.ts";
import { splitFiles } from "./split-files.ts";
import { rankLexically } from "./systems.ts";
import { readQuerySet } from "./test-queries.ts";

/** File of the rankings that are distilled: one line a training query; empty without a teacher. */
export const teacherFile = "teacher_rankings.jsonl";

/** One line of the file. */
export interface TeacherLine {
  /** Id of the training query. */
  readonly query_id: string;
  /** The query. */
  readonly query: string;
  /** Products, best first. */
  readonly documents: readonly string[];
  /** Of the products by the fusion, in [0, 1]. */
  readonly scores: readonly number[];
}

/** BM25 and the base model count alike: alone, both order judged products about as well. */
const fusionWeights = [0.5, 0.5] as const;

/**
 * Ranks the training queries by BM25 and the base model, fused: a teacher that costs nothing.
 *
 * Products of dev and test are left out, so that training never sees them. A list holds the best documents
 * and the query's own product, where one of the two found it.
 *
 * @param folder The experiment folder.
 * @param dense The base model's run of the training queries.
 * @param documents Documents a list holds, at most.
 */
export async function rankByTeacher(
  folder: string,
  dense: Run,
  documents: number,
): Promise<TeacherLine[]> {
  const set = await readQuerySet(folder, "train");
  if (set === undefined) return [];
  const lexical = rankLexically(indexProducts(await readCatalogue(folder)), set);
  const fused = weightedFusion([dense, lexical], [...fusionWeights]);
  const unseen = await readUnseenProducts(folder);
  const lines = new Map<string, TeacherLine>();
  for (const pair of await readTrainingPairs(join(folder, splitFiles.train))) {
    const id = queryId(pair);
    const ranking = (fused.rankings.get(id) ?? []).filter(({ docId }) => !unseen.has(docId));
    const chosen = choose(ranking, pair.product_id, documents);
    if (chosen.length < 2) continue;
    lines.set(id, {
      query_id: id,
      query: pair.query,
      documents: chosen.map(({ docId }) => docId),
      scores: chosen.map(({ score }) => score),
    });
  }
  return [...lines.values()];
}

/** Writes the lines. */
export async function writeTeacherLines(
  folder: string,
  lines: readonly TeacherLine[],
): Promise<void> {
  await writeJsonLines(join(folder, teacherFile), lines);
}

function choose(
  ranking: readonly ScoredDoc[],
  productId: string,
  documents: number,
): readonly ScoredDoc[] {
  const best = ranking.slice(0, documents);
  const own = ranking.slice(documents).find(({ docId }) => docId === productId);
  return own === undefined ? best : [...best.slice(0, -1), own];
}

/** Products of groups that select or judge. */
async function readUnseenProducts(folder: string): Promise<ReadonlySet<string>> {
  const { assignment } = JSON.parse(await readFile(join(folder, splitFiles.summary), "utf8")) as {
    assignment: readonly { side: string; products: readonly string[] }[];
  };
  return new Set(assignment.flatMap(({ side, products }) => (side === "train" ? [] : products)));
}
