// Trains one experiment's data by several recipes and shows what each reaches.
// Run: node --conditions=@searchfit/source tools/bench/src/recipes.ts EXPERIMENT [recipe …] [--elsewhere EXPERIMENT]
// EXPERIMENT is the folder of a finished `searchfit train`, made with a configuration file or none;
// its steps before the training are taken over. Each recipe takes about as long as that training.
// The models also search the judged queries of the experiment --elsewhere, another shop's.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { recipeFigures, type Figures } from "./recipe-figures.ts";

const recipes: Readonly<Record<string, object>> = {
  default: {},
  "in-batch only": { training: { titles: false } },
  "batch 64": { training: { batchSize: 64 } },
  "batch 128": { training: { batchSize: 128 } },
  "mined negatives": { negatives: { count: 1, fromRank: 10 } },
  "mined negatives, guarded": {
    negatives: { count: 1, fromRank: 10 },
    training: { guardMargin: 0 },
  },
  "mixed with the base": { training: { mixWithBase: true } },
  "no dropout": { training: { dropout: 0 } },
  symmetric: { training: { symmetric: true } },
  "head queries": { training: { headQueries: "trained" } },
  "head queries of the catalogue": { training: { headQueries: "catalogue" } },
  teacher: { training: { teacher: "fusion", teacherDocuments: 4 } },
};

const notCopied = /\/(?:\.work|\.lock[^/]*|model|checkpoints|report\.html)(?:\/|$)/u;

/**
 * Runs the chain with a recipe in a folder beside the experiment; what is unchanged is skipped. The
 * default recipe is the experiment itself.
 */
function train(from: string, name: string, settings: object): string {
  if (name === "default") return from;
  const folder = join(dirname(from), `${basename(from)}-${name.replaceAll(/[^a-z0-9]+/gu, "-")}`);
  if (!existsSync(folder)) {
    cpSync(from, folder, { recursive: true, filter: (path) => !notCopied.test(path) });
  }
  const config = join(folder, "recipe.json");
  writeFileSync(config, JSON.stringify(merged(baseSettings(from), settings)));
  const program = resolve(import.meta.dirname, "../../../apps/cli/bin/searchfit.js");
  const args = [program, "train", "--config", config, "--experiment", basename(folder)];
  const { status } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "ignore", "inherit"],
    cwd: dirname(dirname(from)),
  });
  if (status !== 0 && status !== 3) throw new Error(`${name}: the training ended with ${status}.`);
  return folder;
}

/** Settings of a file `recipe-base.json` beside the experiments; none when there is no such file. */
function baseSettings(from: string): Record<string, object> {
  const file = join(dirname(from), "recipe-base.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, object>) : {};
}

function merged(base: Record<string, object>, more: object): Record<string, object> {
  const all = { ...base };
  for (const [key, value] of Object.entries(more) as [string, object][]) {
    all[key] = { ...all[key], ...value };
  }
  return all;
}

const shown = ({ content, fused, hybrid }: Figures) =>
  [content, fused, hybrid].map((value) => value.toFixed(4).slice(1)).join(" / ");

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { elsewhere: { type: "string" } },
});
const [given, ...names] = positionals;
if (given === undefined) throw new Error("Expected an experiment folder.");
for (const name of names.length > 0 ? names : Object.keys(recipes)) {
  const settings = recipes[name];
  if (settings === undefined)
    throw new Error(`No recipe ${name}: ${Object.keys(recipes).join(", ")}.`);
  const { weights, sets } = await recipeFigures(train(resolve(given), name, settings), flags);
  const cells = Array.from(sets, ([set, figures]) => `${set} ${shown(figures)}`);
  process.stdout.write(
    `${name}: ${cells.join("; ")} (title ${weights.title}, BM25 ${weights.lexical})\n`,
  );
}
