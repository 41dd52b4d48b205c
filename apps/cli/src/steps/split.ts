import { join, resolve } from "node:path";
import { writeFileDurably, type Json } from "@searchfit/experiment-store";
import {
  findLeaks,
  qrelsFromPairs,
  queryId,
  readTrainingPairs,
  splitPairs,
  writeJsonArray,
  type DatasetSplits,
  type Leak,
  type Product,
  type TrainingPair,
} from "@searchfit/retrieval-dataset";
import type { ChainContext } from "../chain/chain-context.ts";
import type { ChainStep } from "../chain/chain-step.ts";
import { runFreshStep } from "../chain/run-fresh-step.ts";
import { CliError, exitCodes } from "../cli-error.ts";
import { requireUsableShares } from "../settings/require-usable-shares.ts";
import { productsFile, readCatalogue } from "./catalogue.ts";
import { pairsFile } from "./generate.ts";
import { judgedFiles, readJudged } from "./read-judged.ts";
import { keepParaphrasesInTraining, pairsThatJudge } from "./keep-judging-pairs.ts";
import { requireJudgingSides } from "./require-judging-sides.ts";
import { splitFiles } from "./split-files.ts";
import { warnOfLostJudgments } from "./warn-of-lost-judgments.ts";
import { writeQuerySet, type QuerySet, type QuerySetName, type TestQuery } from "./test-queries.ts";

/** Divides the pairs by groups of products, proves that nothing leaks, and writes the tests. */
export const split: ChainStep = {
  name: "split",
  description:
    "Divide the pairs into train, dev and test so that no test product is seen in training.",
  run: async (context) => {
    const { settings, folder } = context;
    requireUsableShares(settings);
    const judgedFolder = settings.judged === null ? null : resolve(folder, settings.judged);
    const outcome = await runFreshStep(
      context,
      {
        name: "split",
        version: 2,
        config: { ...settings.split, seed: settings.seed, judged: judgedFolder !== null },
        inputs: [
          productsFile,
          pairsFile,
          ...(judgedFolder === null ? [] : judgedFiles(judgedFolder)),
        ],
        outputs: Object.values(splitFiles),
        force: context.forced.has("split"),
      },
      ({ workFolder }) => makeSplit(context, judgedFolder, workFolder),
    );
    if (outcome.status === "done") print(outcome.summary, context);
    return outcome;
  },
};

async function makeSplit(
  context: ChainContext,
  judgedFolder: string | null,
  workFolder: string,
): Promise<Json> {
  const { settings, experiment, terminal } = context;
  const products = await readCatalogue(experiment.folder);
  const pairs = await readTrainingPairs(join(experiment.folder, pairsFile));
  const ids = new Set(products.map((product) => product.id));
  const judged = judgedFolder === null ? undefined : await readJudged(judgedFolder, ids);
  if (judged !== undefined) warnOfLostJudgments(judged, terminal);
  const judgedQueries = judged?.queries.map((query) => query.text) ?? [];
  const all = splitPairs({
    pairs,
    products,
    shares: { test: settings.split.test, dev: settings.split.dev },
    knownShare: settings.split.known,
    seed: settings.seed,
    judgedQueries,
  });
  const { paraphrasesLeftOut, ...sides } = keepParaphrasesInTraining(all);
  const splits = { ...all, ...sides };
  requireJudgingSides({ splits, judged: judged !== undefined }, terminal);
  stopOnLeaks(findLeaks({ ...splits, judgedQueries: judged?.queries.map(toQuery) ?? [] }));
  await writeSplits(workFolder, splits);
  await writeTests(workFolder, { splits, judged, products });
  const summary = {
    ...summaryOf(splits, judged, settings.split),
    ...{ paraphrasesLeftOut, tooAmbiguous: tooAmbiguous(splits) },
  };
  await writeFileDurably(
    join(workFolder, splitFiles.summary),
    `${JSON.stringify({ seed: settings.seed, ...summary, ...assignmentOf(splits) }, null, 1)}\n`,
  );
  return summary;
}

function toQuery({ _id, text }: TestQuery): { id: string; text: string } {
  return { id: _id, text };
}

/** @throws {CliError} `LEAK_FOUND`, exit code 3, with the leaks. */
function stopOnLeaks(leaks: readonly Leak[]): void {
  if (leaks.length === 0) return;
  const shown = leaks.slice(0, 20).map(({ kind, between, value, other }) => {
    const what = value === other ? value : `${value} ~ ${other}`;
    return `  - ${kind} on both sides of ${between.join(" | ")}: ${what}`;
  });
  throw new CliError(
    "LEAK_FOUND",
    `The split leaks in ${leaks.length} places:\n${shown.join("\n")}`,
    {
      hint: "Nothing was trained. This is a fault of the split or of a file changed by hand: run `searchfit split --force split`.",
      details: leaks.slice(0, 20),
      exitCode: exitCodes.gate,
    },
  );
}

async function writeSplits(folder: string, splits: DatasetSplits): Promise<void> {
  for (const side of ["train", "dev", "test", "known"] as const) {
    await writeJsonArray(join(folder, splitFiles[side]), splits[side]);
  }
}

interface TestSources {
  readonly splits: DatasetSplits;
  readonly judged: QuerySet | undefined;
  readonly products: readonly Product[];
}

async function writeTests(
  folder: string,
  { splits, judged, products }: TestSources,
): Promise<void> {
  const categories = new Map(products.map(({ id, category }) => [id, category]));
  const sets: readonly (readonly [QuerySetName, readonly TrainingPair[]])[] = [
    ["train", splits.train],
    ["dev", splits.dev],
    ["newProducts", splits.test],
    ["knownProducts", splits.known],
  ];
  for (const [name, all] of sets) {
    if (all.length === 0) continue;
    const pairs = name === "train" ? all : pairsThatJudge(all);
    const qrels = qrelsFromPairs(pairs, { families: splits.families });
    await writeQuerySet(folder, { name, queries: queriesOf(pairs, categories), qrels });
  }
  if (judged !== undefined) {
    const { name, queries, qrels } = judged;
    await writeQuerySet(folder, { name, queries, qrels });
  }
}

function queriesOf(
  pairs: readonly TrainingPair[],
  categories: ReadonlyMap<string, string | null>,
): TestQuery[] {
  const queries = new Map<string, TestQuery>();
  for (const pair of pairs) {
    const category = categories.get(pair.product_id) ?? null;
    const attributes = {
      ...(pair.style === undefined ? {} : { style: pair.style }),
      ...(category === null ? {} : { category }),
    };
    queries.set(queryId(pair), { _id: queryId(pair), text: pair.query, attributes });
  }
  return [...queries.values()];
}

function summaryOf(
  splits: DatasetSplits,
  judged: QuerySet | undefined,
  shares: { readonly test: number; readonly dev: number; readonly known: number },
): { readonly [key: string]: Json } {
  const productsIn = (pairs: readonly TrainingPair[]) =>
    new Set(pairs.map((p) => p.product_id)).size;
  const dropped: Record<string, number> = {};
  for (const { reason } of splits.dropped) dropped[reason] = (dropped[reason] ?? 0) + 1;
  const sides = ["train", "dev", "test", "known"] as const;
  return {
    shares: { ...shares },
    pairs: Object.fromEntries(sides.map((side) => [side, splits[side].length])),
    products: Object.fromEntries(sides.map((side) => [side, productsIn(splits[side])])),
    groups: splits.assignment.size,
    judgedQueries: judged?.queries.length ?? 0,
    dropped,
    leakCheck: {
      leaks: 0,
      checked: [
        "train | dev: products, groups, queries",
        "train | test: products, groups, queries",
        "dev | test: products, groups, queries",
        ...(splits.known.length > 0 ? ["train | known: queries"] : []),
        ...(judged === undefined ? [] : ["train | judged: queries", "dev | judged: queries"]),
      ],
    },
  };
}

/** Queries that judge nothing, because more products answer them than can be listed. */
function tooAmbiguous({ dev, test, known }: DatasetSplits): number {
  const left = [dev, test, known].map((pairs) => pairs.length - pairsThatJudge(pairs).length);
  return left.reduce((sum, count) => sum + count, 0);
}

/** Which side every group is on, with its products: the proof that can be checked. */
function assignmentOf(splits: DatasetSplits): { readonly [key: string]: Json } {
  const members = new Map<string, string[]>();
  for (const [product, group] of splits.groups) {
    const list = members.get(group) ?? [];
    list.push(product);
    members.set(group, list);
  }
  const groups = [...splits.assignment].map(([id, side]) => ({
    id,
    side,
    products: members.get(id) ?? [],
  }));
  const families = [...splits.families].filter(([product, family]) => product !== family);
  return { assignment: groups, families };
}

function print(summary: Json, { terminal }: ChainContext): void {
  const { pairs, products, groups, leakCheck, tooAmbiguous, paraphrasesLeftOut } =
    summary as unknown as {
      pairs: Record<string, number>;
      products: Record<string, number>;
      groups: number;
      leakCheck: { leaks: number; checked: string[] };
      tooAmbiguous: number;
      paraphrasesLeftOut: number;
    };
  for (const side of ["train", "dev", "test", "known"]) {
    terminal.note(
      `  ${side.padEnd(6)} ${pairs[side] ?? 0} pairs of ${products[side] ?? 0} products`,
    );
  }
  if (tooAmbiguous > 0)
    terminal.note(`  ${tooAmbiguous} queries fit too many products to judge a model with`);
  if (paraphrasesLeftOut > 0)
    terminal.note(`  ${paraphrasesLeftOut} paraphrases left out: their queries judge`);
  terminal.note(
    `  leak check: ${leakCheck.leaks} leaks over ${groups} groups (${leakCheck.checked.join("; ")})`,
  );
}
