import { join } from "node:path";
import {
  queryId,
  readTrainingPairs,
  selectHardNegatives,
  writeJsonLines,
  type HardNegativeReport,
} from "@searchfit/retrieval-dataset";
import type { Settings } from "../settings/settings.ts";
import { readFamilies } from "./read-families.ts";
import { readHeldOutProducts } from "./read-held-out-products.ts";
import { readRun, runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { readQuerySet } from "./test-queries.ts";

/** File of the mined negatives: one line a training query. */
export const negativesFile = "hard_negatives.jsonl";

/** The base model's run of the training queries, which negatives are taken from. */
export const trainRun = runFile("baseline", "content", "train");

/** One line of the file. */
export interface NegativesLine {
  /** Id of the training query. */
  readonly query_id: string;
  /** The query. */
  readonly query: string;
  /** Its product. */
  readonly product_id: string;
  /** Products that the base model ranks high although the query was not written for them. */
  readonly negatives: readonly string[];
}

/**
 * Writes the negatives of every training query; empty ones where none are wanted.
 *
 * A negative's text is trained on as the positive's is, so products of dev and test are never taken:
 * a model pushed away from their texts would no longer be judged by products that are new to it.
 *
 * @param folder The experiment folder.
 * @param workFolder Where the file goes.
 * @returns What was taken, and what was left out and why; null where none are wanted.
 */
export async function mineNegatives(
  folder: string,
  workFolder: string,
  settings: Pick<Settings, "negatives" | "seed">,
): Promise<HardNegativeReport | null> {
  const { count, fromRank, toRank, maxScoreShare } = settings.negatives;
  const pairs = await readTrainingPairs(join(folder, splitFiles.train));
  const mined =
    count === 0
      ? null
      : selectHardNegatives({
          run: await readRun(folder, trainRun, "content"),
          positives: new Map(pairs.map((pair) => [queryId(pair), pair.product_id])),
          groups: await readFamilies(folder),
          heldOut: await readHeldOutProducts(folder),
          ranks: [fromRank, toRank],
          count,
          maxScoreShare,
          exclude: (await readQuerySet(folder, "train"))?.qrels ?? new Map(),
          seed: settings.seed,
        });
  const lines = pairs.map((pair): NegativesLine => {
    const id = queryId(pair);
    const { query, product_id } = pair;
    return { query_id: id, query, product_id, negatives: mined?.negatives.get(id) ?? [] };
  });
  await writeJsonLines(join(workFolder, negativesFile), lines);
  return mined?.report ?? null;
}
