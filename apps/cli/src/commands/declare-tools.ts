import { InvalidArgumentError, Option, type Command } from "commander";
import type { EmbedFlags } from "./embed.ts";
import type { EstimateFlags } from "./estimate.ts";
import type { ProbeFlags } from "./probe.ts";
import { addScoreFlags, type ScoreFlags } from "../score/score-flags.ts";
import { wholeNumber } from "./parse-number.ts";
import { addSettingFlags, type SettingFlags } from "./setting-flags.ts";

/** Declares the commands beside the chain: score, embed, probe, estimate, doctor. */
export function declareTools(program: Command): void {
  declareScore(program);
  declareEmbed(program);
  declareProbe(program);
  declareEstimate(program);
  declareDoctor(program);
}

function declareScore(program: Command): void {
  addScoreFlags(
    program
      .command("score")
      .description("score runs against relevance judgments, as trec_eval and ranx do"),
  )
    .addHelpText(
      "after",
      `
Means are over all judged queries; those without results count as 0 (trec_eval -c).

Examples:
  searchfit score --qrels qrels.tsv --run bm25.trec --metrics ndcg@10,map,P_5
  searchfit score --qrels qrels.tsv --run base.trec --run tuned.trec --compare --json
  searchfit score --trec -q -m ndcg_cut.5,10 -l 2 -M 100 qrels.trec bm25.trec
  searchfit score --all-pairs --adjust holm -m map,mrr qrels.json bm25.json dense.json hybrid.json`,
    )
    .action(async (files: string[], flags: ScoreFlags) => {
      const { score } = await import("./score.ts");
      await score(files, flags);
    });
}

function declareEmbed(program: Command): void {
  addModelFlags(
    program
      .command("embed")
      .description("embed the texts of a file")
      .requiredOption("--model <model>", "a sentence-transformers folder, or an id on the hub")
      .requiredOption("--input <file>", "texts: .jsonl, or one a line")
      .requiredOption("--output <file>", "vectors: .jsonl, or .f32 with FILE.f32.json beside it")
      .option("--queries", "they are queries: take the model's prompt for these")
      .addOption(new Option("--precision <p>", "weights that are run").choices(["fp32", "int8"]))
      .option("--dry-run", "read and count the texts, write nothing"),
  )
    .addHelpText(
      "after",
      `
Examples:
  searchfit embed --model experiments/default/model --input products.jsonl --output products.f32
  searchfit embed --model experiments/default/model --input queries.txt --output queries.jsonl --queries`,
    )
    .action(async (flags: EmbedFlags) => {
      const { embed } = await import("./embed.ts");
      await embed(flags);
    });
}

function declareProbe(program: Command): void {
  addModelFlags(
    program
      .command("probe")
      .description("show what base and tuned model find for queries, side by side")
      .argument("<query...>", "what a customer types; quote each query")
      .option("--experiment <name>", "name of the experiment")
      .option("--top-k <n>", "products to show (default 5)", atLeastOne),
  )
    .addHelpText(
      "after",
      `
Example:
  searchfit probe "waterproof jacket" "gift for a cook" --experiment default --top-k 3`,
    )
    .action(async (queries: string[], flags: ProbeFlags) => {
      const { probe } = await import("./probe.ts");
      await probe(queries, flags);
    });
}

function declareEstimate(program: Command): void {
  addSettingFlags(
    program
      .command("estimate")
      .description("say what having queries written would cost, before anything is spent"),
  )
    .option("--count", "count tokens by the provider's free endpoint (needs the key)")
    .option("--json", "one JSON document on stdout")
    .addHelpText(
      "after",
      `
Takes the settings that train would take; no API key is needed but for --count.

Examples:
  searchfit estimate --source csv:shop.csv --queries-per-product 6
  ANTHROPIC_API_KEY=… searchfit estimate --source csv:shop.csv --count`,
    )
    .action(async (flags: EstimateFlags) => {
      const { estimate } = await import("./estimate.ts");
      await estimate(flags);
    });
}

function declareDoctor(program: Command): void {
  addSettingFlags(
    program
      .command("doctor")
      .description("look at what is installed, reachable and missing, and say what to do"),
  )
    .option("--json", "one JSON document on stdout")
    .addHelpText(
      "after",
      `
Ends with exit code 1 when train could not run with these settings.

Example:
  searchfit doctor --source postgres --queries anthropic`,
    )
    .action(async (flags: SettingFlags) => {
      const { doctor } = await import("./doctor.ts");
      await doctor(flags);
    });
}

function addModelFlags(command: Command): Command {
  return command
    .option("--threads <n>", "cores to use", atLeastOne)
    .option("--python <path>", "interpreter that has the trainer's packages already")
    .option("--config <file>", "configuration file; else searchfit.config.{ts,js,json}")
    .option("--json", "one JSON document on stdout");
}

function atLeastOne(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError("expected 1 or more, got 0.");
  return value;
}
