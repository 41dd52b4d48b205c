import { join } from "node:path";
import type { Json } from "@searchfit/experiment-store";
import {
  queryId,
  readTrainingPairs,
  selectHardNegatives,
  writeJsonLines,
} from "@searchfit/retrieval-dataset";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import type { Settings } from "../settings/settings.ts";
import { productsFile } from "./catalogue.ts";
import { rankByTeacher, teacherFile, writeTeacherLines } from "./teacher-rankings.ts";
import { readFamilies } from "./read-families.ts";
import { readRun, runFile } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { readQuerySet } from "./test-queries.ts";

/** File of the mined negatives: one line a training query. */
export const negativesFile = "hard_negatives.jsonl";

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

/** Picks products that the base model mistakes for the right one. */
export const mine: ChainStep = {
  name: "mine",
  description: "Pick hard negatives from the base model's rankings of the training queries.",
  run: async (context) => {
    const { settings } = context;
    const trainRun = runFile("baseline", "content", "train");
    const outcome = await context.experiment.runStep(
      {
        name: "mine",
        version: 1,
        config: {
          ...settings.negatives,
          seed: settings.seed,
          teacherDocuments: teacherDocumentsOf(settings),
        },
        inputs: [productsFile, splitFiles.train, splitFiles.summary, splitFiles.tests, trainRun],
        outputs: [negativesFile, teacherFile],
        force: context.forced.has("mine"),
      },
      ({ workFolder }) => mineNegatives(context, trainRun, workFolder),
    );
    if (outcome.status === "done") print(outcome.summary, context);
    return outcome;
  },
};

/** How long a teacher's lists are; 0 without a teacher. */
function teacherDocumentsOf({ training }: Settings): number {
  return training.teacher === null ? 0 : training.teacherDocuments;
}

async function mineNegatives(
  { experiment: { folder }, settings }: ChainContext,
  trainRun: string,
  workFolder: string,
): Promise<Json> {
  const { count, fromRank, toRank, maxScoreShare } = settings.negatives;
  const pairs = await readTrainingPairs(join(folder, splitFiles.train));
  const exclude = (await readQuerySet(folder, "train"))?.qrels ?? new Map();
  const { negatives, report } =
    count === 0
      ? { negatives: new Map<string, readonly string[]>(), report: null }
      : selectHardNegatives({
          run: await readRun(folder, trainRun, "content"),
          positives: new Map(pairs.map((pair) => [queryId(pair), pair.product_id])),
          groups: await readFamilies(folder),
          ranks: [fromRank, toRank],
          count,
          maxScoreShare,
          exclude,
          seed: settings.seed,
        });
  const lines = pairs.map((pair): NegativesLine => {
    const id = queryId(pair);
    const { query, product_id } = pair;
    return { query_id: id, query, product_id, negatives: negatives.get(id) ?? [] };
  });
  await writeJsonLines(join(workFolder, negativesFile), lines);
  const documents = teacherDocumentsOf(settings);
  const lists =
    documents === 0
      ? []
      : await rankByTeacher(folder, await readRun(folder, trainRun, "content"), documents);
  await writeTeacherLines(workFolder, lists);
  return { count, report: report as Json, teacherLists: lists.length };
}

function print(summary: Json, { terminal }: ChainContext): void {
  const { count, report, teacherLists } = summary as {
    count: number;
    report: { selected: number } | null;
    teacherLists: number;
  };
  terminal.note(
    count === 0 || report === null
      ? "  none wanted (negatives.count is 0): the other products of a batch serve as negatives"
      : `  ${report.selected} hard negatives, ${count} a query at most`,
  );
  if (teacherLists > 0)
    terminal.note(`  ${teacherLists} rankings of BM25 and the base model fused, to be distilled`);
}
