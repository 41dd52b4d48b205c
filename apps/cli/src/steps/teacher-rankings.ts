import { join } from "node:path";
import { weightedFusion } from "@searchfit/hybrid-retrieval";
import type { Run, ScoredDoc } from "@searchfit/ir-metrics";
import { queryId, readTrainingPairs, writeJsonLines } from "@searchfit/retrieval-dataset";
import { readCatalogue } from "./catalogue.ts";
import { indexProducts } from "./measure-model.ts";
import { readHeldOutProducts } from "./read-held-out-products.ts";
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

/** What {@link rankByTeacher} gives. */
export interface TeacherRankings {
  /** One a training query that has at least two documents left. */
  readonly lines: readonly TeacherLine[];
  /** Products of dev and test that stood high enough for a list, and are in none. */
  readonly heldOut: number;
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
): Promise<TeacherRankings> {
  const set = await readQuerySet(folder, "train");
  if (set === undefined) return { lines: [], heldOut: 0 };
  const lexical = rankLexically(indexProducts(await readCatalogue(folder)), set);
  const fused = weightedFusion([dense, lexical], [...fusionWeights]);
  const unseen = await readHeldOutProducts(folder);
  const lines = new Map<string, TeacherLine>();
  let heldOut = 0;
  for (const pair of await readTrainingPairs(join(folder, splitFiles.train))) {
    const id = queryId(pair);
    const whole = fused.rankings.get(id) ?? [];
    const ranking = whole.filter(({ docId }) => !unseen.has(docId));
    heldOut += whole.slice(0, documents).filter(({ docId }) => unseen.has(docId)).length;
    const chosen = choose(ranking, pair.product_id, documents);
    if (chosen.length < 2) continue;
    lines.set(id, {
      query_id: id,
      query: pair.query,
      documents: chosen.map(({ docId }) => docId),
      scores: chosen.map(({ score }) => score),
    });
  }
  return { lines: [...lines.values()], heldOut };
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
